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
  context.terminal.json(await runSeed(context, set));
  return exitCodes.done;
}

/** Seeds and reports it in text; what `--json` prints is returned. */
export async function runSeed(context: Context<SeedFlags>, set: string): Promise<object> {
  const { terminal, flags } = context;
  const config = await configOf(context);
  const safety = flags.force ? 'forced' : 'checked';
  return withConfiguredDatabase(context, { config, use: 'seeds' }, async (database) => {
    const report = await runSeeds({ database, config, set, safety });
    terminal.result(renderSeedReport(report));
    return seedToJson(report);
  });
}
