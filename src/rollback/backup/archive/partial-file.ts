import { constants } from 'node:fs';
import { link, open, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RefusedError, messageOf } from '../../../errors.js';

/** A file that is written under a temporary name, and gets its final name when it is complete. */
export interface PartialFile {
  readonly handle: FileHandle;
  /** Flushes the file to disk and gives it its final name; never replaces an existing file. */
  publish(): Promise<void>;
  /** Deletes the file, unless another run has replaced it. */
  discard(): Promise<void>;
}

/**
 * Opens `FILE.partial`, readable by its owner only. A file that a killed run left behind is replaced; should
 * that run be alive after all, its publication fails because the file is not its own any more.
 * @throws RefusedError when FILE already exists or cannot be created
 */
export async function openPartialFile(path: string): Promise<PartialFile> {
  await assertNotExisting(path);
  const partial = `${path}.partial`;
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR;
  const create = async () => {
    await rm(partial, { force: true });
    return open(partial, flags, 0o600);
  };
  const handle = await create().catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
  return {
    handle,
    publish: () => publish({ handle, partial, path }),
    discard: async () => {
      if (await isOwn(handle, partial)) await rm(partial, { force: true });
      await handle.close();
    },
  };
}

interface Files {
  readonly handle: FileHandle;
  readonly partial: string;
  readonly path: string;
}

async function publish({ handle, partial, path }: Files): Promise<void> {
  try {
    await handle.sync();
    if (!(await isOwn(handle, partial))) throw new Error(`${partial} was replaced by another run`);
    await giveName(partial, path);
    if (!(await isOwn(handle, path))) throw new Error(`${path} was replaced by another run`);
    await syncDirectory(dirname(path));
  } catch (cause) {
    if (await isOwn(handle, path)) await rm(path, { force: true });
    throw cannotWrite(path, cause);
  }
  await handle.close();
}

/**
 * Creating a link fails when the name exists, whereas renaming would overwrite it. Some file systems have no
 * links.
 */
async function giveName(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    await assertNotExisting(path);
    await rename(partial, path);
    return;
  }
  await unlink(partial);
}

/** Without this the new name may be lost after a power failure (fsync(2)). */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isOwn(handle: FileHandle, path: string): Promise<boolean> {
  const [own, there] = await Promise.all([handle.stat(), stat(path).catch(() => undefined)]);
  return there?.ino === own.ino && there.dev === own.dev;
}

async function assertNotExisting(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return;
  throw new RefusedError(`${path} exists already`, {
    remedy:
      'The rollback was not started. Backups are never overwritten: give another file with --backup FILE.',
  });
}

/** The error for any failure to write the file: the rollback does not start. */
export function cannotWrite(path: string, cause: unknown): RefusedError {
  if (cause instanceof RefusedError) return cause;
  const reason = messageOf(cause);
  return new RefusedError(`the backup ${path} cannot be written: ${reason}`, {
    remedy: 'The rollback was not started. Free some space, or give another file with --backup FILE.',
    cause,
  });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
