import type { Session } from '../../database/session.js';
import type { Manifest } from './manifest.js';
import { openPartialFile } from './archive/partial-file.js';
import { writeBackup, type BackupOptions, type PendingBackup } from './write-backup.js';

export interface FileSinkOptions extends Pick<BackupOptions, 'path' | 'progress'> {
  readonly origin: Omit<BackupOptions['origin'], 'migrations'>;
}

/** A sink that writes the data that rollbacks destroy to a file. */
export interface FileSink {
  /** @throws RefusedError when the file already exists or cannot be created */
  readonly check: () => Promise<void>;
  readonly keep: (
    session: Session,
    data: Pick<BackupOptions, 'losses'> & Pick<Manifest, 'migrations'>,
  ) => Promise<PendingBackup>;
  /** Contents of the published file; `undefined` before publication. */
  readonly published: Manifest | undefined;
}

export function createFileSink({ path, progress, origin }: FileSinkOptions): FileSink {
  let published: Manifest | undefined;
  return {
    check: async () => (await openPartialFile(path)).discard(),
    keep: async (session, { losses, migrations }) => {
      const pending = await writeBackup(session, {
        path,
        progress,
        losses,
        origin: { ...origin, migrations },
      });
      const publish = async () => {
        await pending.publish();
        published = pending.manifest;
      };
      return { ...pending, publish };
    },
    get published() {
      return published;
    },
  };
}
