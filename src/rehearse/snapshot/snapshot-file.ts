import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { hasCode } from '../../errors.js';
import { headerBytes, isArchive, readArchiveHeader, type ArchiveHeader } from './archive-header.js';
import { SnapshotError } from './snapshot-error.js';

/** `archive`: of pg_dump, in the custom, directory or tar form, which pg_restore turns into SQL. */
export type SnapshotForm = 'archive' | 'SQL' | 'SQL, gzip';

/** A file or folder with a snapshot. */
export interface SnapshotFile {
  readonly path: string;
  readonly form: SnapshotForm;
  readonly bytes: number;
  /** ISO 8601; of SQL, which does not say it, the time at which the file was last changed. */
  readonly takenAt: string;
  /** Version of the server that was dumped, where the file says it. */
  readonly server: string | undefined;
  /** The oldest pg_restore that reads it; 0 where none is needed. */
  readonly restoredBy: number;
}

/**
 * Recognises a snapshot by its content, whatever its name.
 * @throws SnapshotError when it cannot be read, or is none
 */
export async function readSnapshotFile(path: string): Promise<SnapshotFile> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const changed = stats.mtime.toISOString();
  if (stats.isDirectory()) return ofFolder(path);
  const head = await readHead(path);
  if (head.length === 0) throw new SnapshotError(`the snapshot ${path} is empty`);
  const toc = isArchive(head) ? head : tocOfTar(head);
  if (toc) return ofArchive(path, toc, stats.size);
  const isZipped = head[0] === 0x1f && head[1] === 0x8b;
  const text = isZipped ? await readUnzipped(path) : head;
  assertSql(path, text);
  const server = /^-- Dumped from database version (\d[\w.]*)/m.exec(text.toString('utf8'))?.[1];
  const started = /^-- Started on (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/m.exec(text.toString('utf8'));
  const takenAt = started ? `${started[1] ?? ''}T${started[2] ?? ''}` : changed;
  return {
    path,
    form: isZipped ? 'SQL, gzip' : 'SQL',
    bytes: stats.size,
    takenAt,
    server,
    restoredBy: 0,
  };
}

async function ofFolder(path: string): Promise<SnapshotFile> {
  const toc = await readHead(join(path, 'toc.dat')).catch(() => undefined);
  if (!toc || !isArchive(toc)) {
    throw new SnapshotError(`the folder ${path} is no snapshot: it has no toc.dat of pg_dump`, {
      remedy: 'Give a folder that pg_dump --format=directory wrote.',
    });
  }
  const names = await readdir(path);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
  return ofArchive(
    path,
    toc,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}

function ofArchive(path: string, toc: Buffer, bytes: number): SnapshotFile {
  const header = readArchiveHeader(toc);
  if (!header) throw damaged(path, 'its header cannot be read');
  const { takenAt, server } = header;
  return { path, form: 'archive', bytes, takenAt, server, restoredBy: oldestReader(header) };
}

/** The versions of archives: 1.14 came with PostgreSQL 12, 1.15 with 16, 1.16 with 17. */
function oldestReader({ version }: ArchiveHeader): number {
  return version >= 16 ? 17 : version === 15 ? 16 : 12;
}

/** A tar begins with the name of its first member; pg_dump writes the table of contents first. */
function tocOfTar(head: Buffer): Buffer | undefined {
  const content = head.subarray(512);
  return head.toString('latin1', 0, 8) === 'toc.dat\0' && isArchive(content) ? content : undefined;
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function readUnzipped(path: string): Promise<Buffer> {
  const stream = createReadStream(path).pipe(createGunzip());
  try {
    for await (const chunk of stream) return chunk as Buffer;
    return Buffer.alloc(0);
  } catch (cause) {
    throw damaged(path, 'gzip cannot read it', cause);
  } finally {
    stream.destroy();
  }
}

function assertSql(path: string, head: Buffer): void {
  if (!head.includes(0)) return;
  throw new SnapshotError(`the snapshot ${path} is neither an archive of pg_dump nor SQL`, {
    remedy: 'Give a file of pg_dump in any of its forms, or its SQL compressed with gzip.',
  });
}

export function damaged(path: string, reason: string, cause?: unknown): SnapshotError {
  return new SnapshotError(`the snapshot ${path} is damaged or incomplete: ${reason}`, {
    remedy: 'Take it again with pg_dump, and copy it completely.',
    cause,
  });
}

function unreadable(path: string, cause: unknown): SnapshotError {
  const reason = hasCode(cause, 'ENOENT', 'ENOTDIR')
    ? 'there is no such file'
    : cause instanceof Error
      ? cause.message
      : String(cause);
  return new SnapshotError(`the snapshot ${path} cannot be read: ${reason}`, { cause });
}
