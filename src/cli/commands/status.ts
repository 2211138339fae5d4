import { exitCodes, type ExitCode } from '../../errors.js';
import { withSession } from '../../database/with-session.js';
import { readApplied } from '../../migrations/bookkeeping.js';
import { readLadder } from '../../migrations/ladder.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { renderStatus, statusToJson } from '../../report/status-report.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

/** `roundtrip status`: exits 1 when a file is missing or a migration is out of order. */
export async function run(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const config = await configOf(context);
  const files = await findMigrationFiles(config.migrations);
  const applied = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    withSession(database, (session) => readApplied(session, config.migrations)),
  );
  const ladder = readLadder(files, applied);
  terminal.result(renderStatus(ladder, terminal.paint));
  terminal.json(statusToJson(ladder));
  return ladder.some(({ state }) => state === 'missing' || state === 'out-of-order')
    ? exitCodes.finding
    : exitCodes.done;
}
