import { resolve } from 'node:path';
import { parseConnectionUrl } from '../../config/connection.js';
import { withDatabase } from '../../database/open-database.js';
import { readStats } from '../../lint/stats/read-stats.js';
import { readStatsFile, type DatabaseStats } from '../../lint/stats/table-stats.js';
import type { Context } from '../context.js';
import type { LintFlags } from './flags.js';

/** The sizes of `--stats`: of a database by its URL, or of a file. */
export async function statsOf({
  flags: { stats },
  cwd,
  signal,
}: Context<LintFlags>): Promise<DatabaseStats | undefined> {
  if (stats === undefined) return undefined;
  if (!/^postgres(ql)?:\/\//.test(stats)) return readStatsFile(resolve(cwd, stats));
  const connection = parseConnectionUrl(stats, '--stats');
  return withDatabase({ kind: 'server', connection }, { signal, pooler: 'allowed' }, readStats);
}
