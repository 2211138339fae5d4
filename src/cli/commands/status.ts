import { exitCodes, type ExitCode } from '../../errors.js';
import { withSession } from '../../database/with-session.js';
import { readDatabaseStatus } from '../../history/read-status.js';
import { hasStatusFinding, renderStatus, statusToJson } from '../../report/history/status-report.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

/**
 * `roundtrip status`: exits 1 when a file is missing or was edited, or a migration is out of order or
 * interrupted.
 */
export async function run(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const config = await configOf(context);
  const status = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    withSession(database, (session) => readDatabaseStatus(session, config)),
  );
  terminal.result(renderStatus(status, terminal.paint));
  terminal.json(statusToJson(status));
  return hasStatusFinding(status) ? exitCodes.finding : exitCodes.done;
}
