import { statfs } from 'node:fs/promises';
import { RefusedError } from '../../errors.js';

/** What is copied, and its size. */
export type SizedSource =
  | { readonly kind: 'database'; readonly bytes: number }
  | { readonly kind: 'archive' | 'SQL' | 'SQL, gzip'; readonly bytes: number };

/**
 * The room that a copy needs, compared with the size of its source: the rows, their indexes, the write-ahead log, and
 * a table that is rewritten once. Dumps have no indexes; compressed ones are about a fifth of the text (measured with
 * the profile suite: 4.6).
 */
const room: Readonly<Record<SizedSource['kind'], number>> = {
  database: 2,
  SQL: 3,
  archive: 12,
  'SQL, gzip': 12,
};

/** Smallest room that a server needs for itself. */
const leastBytes = 200 * 1024 ** 2;

/** @throws RefusedError where the folder of the copy has not enough room */
export async function assertSpace(folder: string, source: SizedSource): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  assertRoom({ folder, free: bavail * bsize }, source);
}

/** @throws RefusedError where `free` bytes are not enough */
export function assertRoom(
  { folder, free }: { readonly folder: string; readonly free: number },
  { kind, bytes }: SizedSource,
): void {
  const needed = bytes * room[kind] + leastBytes;
  if (free >= needed) return;
  throw new RefusedError(
    `not enough disk space: the copy needs about ${gigabytes(needed)}, and ${folder} has ${gigabytes(free)} free`,
    {
      remedy:
        'Free some space, set TMPDIR to a folder on a larger disk, or give another server with --scratch-url.',
    },
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
