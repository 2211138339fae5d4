import { exitCodes, type ExitCode } from '../../errors.js';
import { assertDatabaseNamed } from '../../config/named-database.js';
import { withDatabase } from '../../database/open-database.js';
import { readStats } from '../../lint/stats/read-stats.js';
import { measureRates } from '../../lint/stats/measure-rates.js';
import { configOf, type Context } from '../context.js';

export interface StatsFlags {
  readonly measure?: boolean;
}

/** `roundtrip stats [--measure]` prints JSON in any case: its output is a file for `lint --stats`. */
export async function run(context: Context<StatsFlags>): Promise<ExitCode> {
  const { terminal, signal, flags } = context;
  const config = await configOf(context);
  assertDatabaseNamed(config.database, config);
  const stats = await withDatabase(config.database, { signal, pooler: 'allowed' }, async (database) => ({
    ...(await readStats(database)),
    ...(flags.measure ? { rates: await measureRates(database) } : {}),
  }));
  if (terminal.format === 'json') terminal.json(stats);
  else terminal.result(JSON.stringify(stats, null, 2));
  return exitCodes.done;
}
