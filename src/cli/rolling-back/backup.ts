import { resolve } from 'node:path';
import { createFileSink, type FileSink } from '../../rollback/backup/file-sink.js';
import { readToolVersion } from '../../config/tool-version.js';
import type { Database } from '../../database/session.js';
import { backupToJson, renderBackup, renderBackupProgress } from '../../report/rollback/backup-text.js';
import type { Context } from '../context.js';

/** Returns a sink that saves destroyed rows to a file and reports progress. */
export function sinkFor({ terminal, cwd }: Context, file: string, { server, name }: Database): FileSink {
  return createFileSink({
    path: resolve(cwd, file),
    origin: { tool: readToolVersion(), server: server.version, database: name },
    progress: (progress) => {
      terminal.progress(renderBackupProgress(progress));
    },
  });
}

/** Reports the backup of a rollback that went through; what `--json` prints of it is returned. */
export function reportBackup(
  { terminal, cwd }: Context,
  file: string,
  sink: FileSink | undefined,
): object | undefined {
  const manifest = sink?.published;
  if (!manifest) return undefined;
  const path = resolve(cwd, file);
  terminal.result(renderBackup({ manifest, path, cwd }));
  return backupToJson({ manifest, path });
}
