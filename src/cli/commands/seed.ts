import { exitCodes, type ExitCode } from '../../errors.js';
import { renderSeedReport, seedToJson } from '../../report/seed-report.js';
import { runSeeds } from '../../seed/run-seeds.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

export interface SeedFlags {
  readonly force?: boolean;
}

/** `roundtrip seed [SET] [--force]` */
export async function run(
  context: Context<SeedFlags>,
  [set = 'development']: readonly string[],
): Promise<ExitCode> {
  const { terminal, flags } = context;
  const config = await configOf(context);
  await withConfiguredDatabase(context, { config, use: 'seeds' }, async (database) => {
    const report = await runSeeds({ database, config, set, safety: flags.force ? 'forced' : 'checked' });
    terminal.result(renderSeedReport(report));
    terminal.json(seedToJson(report));
  });
  return exitCodes.done;
}
