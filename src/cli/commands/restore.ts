import { resolve } from 'node:path';
import { withBackup } from '../../rollback/backup/open-backup.js';
import { restoreBackup, type RestoreObserver } from '../../rollback/restore/restore.js';
import { isComplete } from '../../rollback/restore/restore-report.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { renderRestore, renderWaiting, restoreToJson } from '../../report/rollback/restore-text.js';
import { showLockWait } from '../lock-wait-display.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';

export interface RestoreFlags {
  readonly allowNotApplied?: boolean;
  readonly allowUnrecorded?: boolean;
}

/** `roundtrip restore FILE`: exits 1 when something did not fit any more. */
export async function run(context: Context<RestoreFlags>, [file = '']: readonly string[]): Promise<ExitCode> {
  const { terminal, cwd, signal, flags } = context;
  const config = await configOf(context);
  const unapplied = flags.allowNotApplied ? 'allowed' : 'refused';
  const unrecorded = flags.allowUnrecorded ? 'allowed' : 'refused';
  const path = resolve(cwd, file);
  const checking = (name: string) => {
    terminal.progress(`checking  ${name}`);
  };
  const observer: RestoreObserver = {
    progress: (table) => {
      terminal.progress(`reading  ${table}`);
    },
    waiting: (note) => {
      showLockWait(note, terminal);
    },
    locking: (waiting) => {
      terminal.note(renderWaiting(waiting));
    },
  };
  const report = await withBackup({ path, signal, progress: checking }, (backup) =>
    withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
      restoreBackup({ database, config, signal, backup, observer, unapplied, unrecorded }),
    ),
  );
  terminal.result(renderRestore(report, terminal.paint));
  terminal.json(restoreToJson(report));
  return isComplete(report) ? exitCodes.done : exitCodes.finding;
}
