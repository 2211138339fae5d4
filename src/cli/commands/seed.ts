import type { Config } from '../../config/config.js';
import type { Database } from '../../database/session.js';
import { assertNever, exitCodes, type ExitCode } from '../../errors.js';
import { renderSeedReport, seedToJson } from '../../report/seed/report.js';
import { runSeeds } from '../../seed/run-seeds.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { parseSeedRequest, type SeedFlags, type SeedRequest } from '../seeding/flags.js';

export type { SeedFlags };

/** `roundtrip seed [SET] [--force] [--scale N [--seed-value V] | --resume | --clean]` */
export async function run(context: Context<SeedFlags>, [set]: readonly string[]): Promise<ExitCode> {
  context.terminal.json(await runSeed(context, set));
  return exitCodes.done;
}

/** Seeds and reports it in text; what `--json` prints is returned. */
export async function runSeed(context: Context<SeedFlags>, set?: string): Promise<object> {
  const request = parseSeedRequest(context.flags);
  const config = await configOf(context);
  return withConfiguredDatabase(context, { config, use: 'seeds' }, (database) =>
    perform(context, request, { database, config, set: set ?? config.seedSet }),
  );
}

interface SeedCommand {
  readonly database: Database;
  readonly config: Config;
  readonly set: string;
}

async function perform(
  context: Context<SeedFlags>,
  request: SeedRequest,
  work: SeedCommand,
): Promise<object> {
  const { terminal, flags } = context;
  const options = { ...work, safety: flags.force ? 'forced' : 'checked' } as const;
  switch (request.kind) {
    case 'run': {
      const report = await runSeeds(options);
      terminal.result(renderSeedReport(report));
      return seedToJson(report);
    }
    case 'load': {
      const { load } = await import('../seeding/load.js');
      return load(terminal, { ...options, size: request.size });
    }
    case 'clean': {
      const { clean } = await import('../seeding/load.js');
      return clean(terminal, options);
    }
    default:
      return assertNever(request);
  }
}
