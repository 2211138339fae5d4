import { InterruptedError, RoundtripError } from '../../errors.js';
import type { Database } from '../../database/session.js';
import { errorToJson, explainError, renderError } from '../../report/text/error-report.js';
import type { Context } from '../context.js';
import type { ProveFlags } from './flags.js';
import { withFolderWatch } from '../../migrations/watch-folder.js';
import { prepare, type Request } from './prepare.js';
import { proveOnce } from './prove-once.js';

/**
 * Proves, and again after each change in the folder of the migrations, on one server.
 * @throws InterruptedError when the user wants to stop, which is its only end
 */
export function proveWatching(
  context: Context<ProveFlags>,
  request: Request,
  database: Database,
): Promise<never> {
  const { terminal, signal } = context;
  const { directories } = request.config.migrations;
  return withFolderWatch({ directories, signal }, async (folder) => {
    for (;;) {
      await proveRound(context, request, database);
      terminal.note(`\nwatching ${directories.join(', ')} for changes, press Ctrl-C to stop`);
      const names = await folder.nextChange();
      terminal.note(`changed: ${names.join(', ')}\n`);
    }
  });
}

/** Reports a broken file and waits for the next change. */
async function proveRound(context: Context<ProveFlags>, request: Request, database: Database): Promise<void> {
  const { terminal } = context;
  try {
    await proveOnce(context, request, { database, prepared: await prepare(context, request) });
  } catch (error) {
    if (!(error instanceof RoundtripError) || error instanceof InterruptedError) throw error;
    const explained = explainError(error);
    terminal.error(renderError(explained, terminal.notePaint));
    terminal.json(errorToJson(explained));
  }
}
