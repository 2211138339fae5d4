import { messageOf } from '../../../errors.js';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { CopySink } from '../../../database/session.js';
import { blockSize, encodeHeader, paddingAfter } from './tar-header.js';

/** One file that has been written. */
export interface WrittenEntry {
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The file system rejected a write, for instance because it is full. */
export class ArchiveError extends Error {}

/**
 * Writes a tar file whose members have unknown sizes at first: the header of each member is written when its
 * end is reached.
 */
export class ArchiveWriter {
  readonly #handle: FileHandle;
  #position = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Adds a file with the content that `fill` writes to the sink. */
  async add(name: string, fill: (sink: CopySink) => Promise<void>): Promise<WrittenEntry> {
    const start = this.#position;
    const hash = createHash('sha256');
    this.#position += blockSize;
    await fill(async (chunk) => {
      hash.update(chunk);
      await this.#append(chunk);
    });
    const bytes = this.#position - start - blockSize;
    await this.#append(Buffer.alloc(paddingAfter(bytes)));
    await this.#writeAt(encodeHeader({ name, size: bytes }), start);
    return { bytes, sha256: hash.digest('hex') };
  }

  async addText(name: string, text: string): Promise<WrittenEntry> {
    return this.add(name, async (sink) => sink(Buffer.from(text)));
  }

  /** Writes the two blocks of zeros that end a tar file, and flushes the file to disk. */
  async finish(): Promise<void> {
    await this.#append(Buffer.alloc(2 * blockSize));
    await attempt(this.#handle.sync());
  }

  async #append(chunk: Buffer): Promise<void> {
    await this.#writeAt(chunk, this.#position);
    this.#position += chunk.length;
  }

  async #writeAt(chunk: Buffer, position: number): Promise<void> {
    let done = 0;
    while (done < chunk.length) {
      const writing = this.#handle.write(chunk, done, chunk.length - done, position + done);
      done += (await attempt(writing)).bytesWritten;
    }
  }
}

function attempt<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new ArchiveError(messageOf(cause), { cause });
  });
}
