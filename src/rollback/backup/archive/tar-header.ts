/** Size of a tar block in bytes; headers and contents are multiples of it. */
export const blockSize = 512;

/** One file in a tar file. */
export interface TarEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** Sizes from this one on do not fit in eleven octal digits; they use GNU's base-256 form. */
const octalLimit = 8 ** 11;

/**
 * Encodes the header of a regular file that only its owner may read, as POSIX describes it (pax, "ustar
 * Interchange Format"). It holds no time, user or host.
 */
export function encodeHeader({ name, size }: TarEntry): Buffer {
  const header = Buffer.alloc(blockSize);
  header.write(name, 0, 100);
  header.write('0000600\0' + '0000000\0' + '0000000\0', 100);
  writeSize(header, size);
  header.write('00000000001\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function writeSize(header: Buffer, size: number): void {
  if (size < octalLimit) {
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

function checksum(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0);
}

/**
 * Returns `undefined` for a block of zeros, which ends a tar file, and `broken` for a header that
 * `encodeHeader` would not write: other programs would read another size, file type or folder.
 */
export function decodeHeader(block: Buffer): TarEntry | 'broken' | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const entry = { name: textAt(block, 0, 100), size: readSize(block) };
  const isOurs = Number.isSafeInteger(entry.size) && entry.size >= 0 && encodeHeader(entry).equals(block);
  return isOurs ? entry : 'broken';
}

function readSize(block: Buffer): number {
  if (block[124] === 0x80) return Number(block.readBigUInt64BE(128));
  return Number.parseInt(textAt(block, 124, 136), 8);
}

function textAt(block: Buffer, start: number, end: number): string {
  const text = block.toString('utf8', start, end);
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}

/** Returns the zeros that fill the last block of a file. */
export function paddingAfter(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}
