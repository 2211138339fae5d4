/** The beginning of an archive of pg_dump (PostgreSQL's `src/bin/pg_dump/pg_backup_archiver.c`, ReadHead). */
export interface ArchiveHeader {
  /** Minor number of the archive's version 1.x, which determines the oldest pg_restore that reads it. */
  readonly version: number;
  /** When the dump began, ISO 8601 without an offset: the archive does not record its time zone. */
  readonly takenAt: string;
  /** Version of the server that was dumped: `15.4`. */
  readonly server: string;
}

const magic = 'PGDMP';

/** Number of bytes that contain every header. */
export const headerBytes = 4096;

export function isArchive(bytes: Buffer): boolean {
  return bytes.subarray(0, magic.length).toString('latin1') === magic;
}

/** Reads the header of a custom archive, or of the `toc.dat` of the other two forms; `undefined` for a damaged one. */
export function readArchiveHeader(bytes: Buffer): ArchiveHeader | undefined {
  if (!isArchive(bytes)) return undefined;
  try {
    return new HeaderReader(bytes).read();
  } catch {
    // The bytes end within the header.
    return undefined;
  }
}

class HeaderReader {
  readonly #bytes: Buffer;
  #at = magic.length;
  #integerBytes = 4;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): ArchiveHeader | undefined {
    const [major, version] = [this.#byte(), this.#byte()];
    // The revision.
    this.#at += 1;
    if (major !== 1) return undefined;
    this.#integerBytes = this.#byte();
    // The size of offsets, and the form.
    this.#at += 2;
    // Version 1.15 replaced the level of the compression by its algorithm.
    if (version >= 15) this.#byte();
    else this.#integer();
    const takenAt = this.#time();
    // The name of the database.
    this.#text();
    const server = this.#text().split(' ', 1)[0] ?? '';
    return { version, takenAt, server };
  }

  /** The fields of the C library's `struct tm`. */
  #time(): string {
    const [second = 0, minute = 0, hour = 0, day = 1, month = 0, year = 0] = Array.from({ length: 7 }, () =>
      this.#integer(),
    );
    return new Date(Date.UTC(1900 + year, month, day, hour, minute, second)).toISOString().slice(0, 19);
  }

  #byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  /** A byte for the sign, and then the lowest byte first. */
  #integer(): number {
    const sign = this.#byte();
    const value = this.#bytes.readUIntLE(this.#at, Math.min(this.#integerBytes, 6));
    this.#at += this.#integerBytes;
    return sign === 0 ? value : -value;
  }

  #text(): string {
    const length = this.#integer();
    if (length < 0) return '';
    if (this.#at + length > this.#bytes.length) throw new RangeError('the header is cut off');
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += length;
    return text;
  }
}
