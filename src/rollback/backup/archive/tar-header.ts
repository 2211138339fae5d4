/** Everything in a tar file comes in blocks of this many bytes. */
export const blockSize = 512;

/** One file in a tar file. */
export interface TarEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Sizes from here on do not fit in eleven octal digits; then GNU's base-256 form is used. */
const octalLimit = 8 ** 11;

/**
 * The header of a plain file that only its owner may read, as POSIX describes it (pax, "ustar
 * Interchange Format"). No time, user or host is in it.
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
 * `undefined` for a block of zeros, which ends a tar file, and `broken` for what is no header that
 * `encodeHeader` writes: another size, kind of file or folder would be read otherwise elsewhere.
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

/** Zeros that fill the last block of a file. */
export function paddingAfter(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}
