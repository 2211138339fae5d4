import { exitCodes, type ExitCode } from '../../errors.js';
import { withSession } from '../../database/with-session.js';
import { readDatabaseStatus } from '../../history/read-status.js';
import { readEntries } from '../../keep/entries.js';
import { keptSummary } from '../../report/keep/list-text.js';
import { hasStatusFinding, renderStatus, statusToJson } from '../../report/history/status-report.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

/**
 * `roundtrip status`: exits 1 when a file is missing or was edited, or a migration is out of order or
 * interrupted.
 */
export async function run(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const config = await configOf(context);
  const { status, kept } = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    withSession(database, async (session) => ({
      status: await readDatabaseStatus(session, config),
      kept: await readEntries(session, config.migrations),
    })),
  );
  terminal.result(renderStatus(status, terminal.paint));
  if (kept.length > 0) terminal.result(keptSummary(kept));
  terminal.json(statusToJson(status, kept));
  return hasStatusFinding(status) ? exitCodes.finding : exitCodes.done;
}
