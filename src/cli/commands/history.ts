import { UsageError, exitCodes, type ExitCode } from '../../errors.js';
import { withSession } from '../../database/with-session.js';
import type { HistoryEntry } from '../../history/history-entry.js';
import { readHistory } from '../../history/read-history.js';
import { findByName } from '../../migrations/find-by-name.js';
import { renderHistoryOf } from '../../report/history/entry-text.js';
import { historyToJson } from '../../report/history/json.js';
import { renderHistory } from '../../report/history/text.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

/** `roundtrip history [show NAME]` */
export async function run(context: Context, args: readonly string[]): Promise<ExitCode> {
  const { terminal } = context;
  const wanted = wantedOf(args);
  const config = await configOf(context);
  const history = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    withSession(database, (session) => readHistory(session, config.migrations)),
  );
  if (wanted === undefined) {
    terminal.result(renderHistory(history, terminal.paint));
    terminal.json(historyToJson(history, { detail: 'list' }));
    return exitCodes.done;
  }
  const shown = entriesOf(history, wanted);
  terminal.result(renderHistoryOf(shown, terminal.paint));
  terminal.json(historyToJson(shown, { detail: 'whole' }));
  return exitCodes.done;
}

function wantedOf([action, name]: readonly string[]): string | undefined {
  if (action === undefined) return undefined;
  if (action === 'show' && name !== undefined) return name;
  throw new UsageError(`history ${action} is not a command`, {
    remedy:
      'roundtrip history lists what ran here; roundtrip history show NAME shows one migration in detail.',
  });
}

function entriesOf(history: readonly HistoryEntry[], wanted: string): readonly HistoryEntry[] {
  const name = nameIn(history, wanted);
  return history.filter(({ migration }) => migration === name);
}

function nameIn(history: readonly HistoryEntry[], wanted: string): string {
  const names = [...new Set(history.map(({ migration }) => migration))].map((name) => ({ name }));
  try {
    return findByName(names, wanted).name;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} in the history`, {
      remedy: 'roundtrip history lists the recorded migrations.',
    });
  }
}
