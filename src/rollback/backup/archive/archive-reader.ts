import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { stopIfInterrupted } from '../../../database/interruption.js';
import { blockSize, decodeHeader, paddingAfter } from './tar-header.js';

/** Position of a file in the tar file. */
export interface EntryPosition {
  readonly start: number;
  readonly size: number;
}

/** The files of a tar file by name, or the fact that its end is missing. */
export type Listing =
  | { readonly state: 'complete'; readonly places: ReadonlyMap<string, EntryPosition> }
  | { readonly state: 'truncated' | 'broken' };

/** Reads only the headers. */
export async function listArchive(handle: FileHandle, signal: AbortSignal): Promise<Listing> {
  const { size: total } = await handle.stat();
  const places = new Map<string, EntryPosition>();
  let position = 0;
  for (;;) {
    stopIfInterrupted(signal);
    const block = Buffer.alloc(blockSize);
    const { bytesRead } = await handle.read(block, 0, blockSize, position);
    if (bytesRead < blockSize) return { state: 'truncated' };
    const entry = decodeHeader(block);
    if (entry === undefined) return { state: 'complete', places };
    if (entry === 'broken' || places.has(entry.name)) return { state: 'broken' };
    places.set(entry.name, { start: position + blockSize, size: entry.size });
    position += blockSize + entry.size + paddingAfter(entry.size);
    if (position > total) return { state: 'truncated' };
  }
}

const chunkSize = 256 * 1024;

/** Reads the bytes of one file in chunks. */
export async function* readPosition(
  handle: FileHandle,
  { start, size }: EntryPosition,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let done = 0;
  while (done < size) {
    stopIfInterrupted(signal);
    const chunk = Buffer.allocUnsafe(Math.min(chunkSize, size - done));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, start + done);
    if (bytesRead === 0) throw new Error('the file was truncated while it was read');
    done += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/** Returns the checksum in hexadecimal digits, and passes every chunk to `take`. */
export async function hashChunks(
  chunks: AsyncIterable<Buffer>,
  take: (chunk: Buffer) => void,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    take(chunk);
  }
  return hash.digest('hex');
}
