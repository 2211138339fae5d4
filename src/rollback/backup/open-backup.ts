import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { UsageError, messageOf } from '../../errors.js';
import { hashChunks, listArchive, readPosition, type EntryPosition } from './archive/archive-reader.js';
import { CopyTextCheck } from './copy-text.js';
import { backupFormat, checksumsName, manifestName, type Manifest, type SavedTable } from './manifest.js';
import { ManifestError, parseManifest } from './parse-manifest.js';

/** A backup of which every byte has been verified. */
export interface OpenBackup {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, in hex. The manifest holds the checksums of all other contents. */
  readonly digest: string;
  /** Reads the lines of a table, as written by COPY. */
  readonly read: (table: SavedTable) => AsyncIterable<Buffer>;
}

/** Options of opening a backup; verifying it reads the whole file once. */
export interface OpenOptions {
  /** Absolute path. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly progress: (file: string) => void;
}

/**
 * Opens a backup for the duration of an action, after verifying all of its contents. The file may come from an
 * untrusted source, so nothing in it is used before.
 * @throws UsageError when the file does not exist, is not a backup, is truncated, damaged or tampered with
 */
export async function withBackup<T>(
  options: OpenOptions,
  action: (backup: OpenBackup) => Promise<T>,
): Promise<T> {
  const handle = await openFile(options.path);
  try {
    return await action(await check(handle, options));
  } finally {
    await handle.close();
  }
}

/** Opening anything but a regular file, such as a pipe, could block forever. */
async function openFile(path: string): Promise<FileHandle> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    return await open(path, 'r');
  } catch (cause) {
    const reason = messageOf(cause);
    throw new UsageError(`the backup ${path} cannot be read: ${reason}`, {
      remedy: 'Give the FILE of roundtrip down --backup FILE.',
      cause,
    });
  }
}

type EntryPositions = ReadonlyMap<string, EntryPosition>;

const reasons = {
  truncated: 'it is truncated: its end is missing',
  broken: 'it is not a backup, or its headers are damaged',
} as const;

async function check(handle: FileHandle, options: OpenOptions): Promise<OpenBackup> {
  const { path, signal } = options;
  const listing = await listArchive(handle, signal);
  if (listing.state !== 'complete') throw unusable(path, reasons[listing.state]);
  const { places } = listing;
  const sums = parseSums(await readText(handle, { places, name: checksumsName, options }));
  const text = await readText(handle, { places, name: manifestName, options });
  const digest = createHash('sha256').update(text).digest('hex');
  if (sums.get(manifestName) !== digest) throw unusable(path, damaged(manifestName));
  const manifest = readManifest(text, path);
  assertKnownFiles({ places, sums, manifest }, path);
  const read = (table: SavedTable) => readPosition(handle, placeOf(places, table.file), signal);
  for (const table of manifest.tables) await checkTable(table, { read, sums, options });
  return { manifest, digest, read };
}

function placeOf(places: EntryPositions, name: string): EntryPosition {
  const place = places.get(name);
  if (!place) throw new Error(`the backup does not contain ${name}`);
  return place;
}

interface Listed {
  readonly places: EntryPositions;
  readonly sums: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
}

/** Ensures that the archive holds exactly the files that manifest and checksums name. */
function assertKnownFiles({ places, sums, manifest }: Listed, path: string): void {
  const files = [...manifest.tables.map(({ file }) => file), manifestName];
  const missing = files.filter((name) => !places.has(name) || !sums.has(name));
  if (missing.length > 0) throw unusable(path, `it lacks ${missing.join(', ')}, or its checksum`);
  const known = new Set([...files, checksumsName]);
  const found = new Set([...places.keys(), ...sums.keys()]);
  const strange = [...found].filter((name) => !known.has(name));
  if (strange.length > 0) throw unusable(path, `it contains unexpected files: ${strange.join(', ')}`);
}

interface Checking extends Pick<OpenBackup, 'read'> {
  readonly sums: ReadonlyMap<string, string>;
  readonly options: OpenOptions;
}

async function checkTable(table: SavedTable, { read, sums, options }: Checking): Promise<void> {
  const { file, sha256, rows, columns } = table;
  options.progress(file);
  const text = new CopyTextCheck(columns.length);
  const found = await hashChunks(read(table), (chunk) => {
    text.take(chunk);
  });
  if (found !== sha256 || found !== sums.get(file)) throw unusable(options.path, damaged(file));
  const problem = text.problem(rows);
  if (problem !== undefined)
    throw unusable(options.path, `${file} in it contradicts the manifest: ${problem}`);
}

function damaged(file: string): string {
  return `${file} in it has a wrong checksum: it was damaged or changed`;
}

/** Parses lines of `sha256sum`: the digits, two spaces, the name. */
function parseSums(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Limit for the size of manifest and checksums. A manifest of a thousand tables takes about one megabyte. */
const textLimit = 256 * 1024 * 1024;

async function readText(
  handle: FileHandle,
  {
    places,
    name,
    options,
  }: { readonly places: EntryPositions; readonly name: string; readonly options: OpenOptions },
): Promise<string> {
  const place = places.get(name);
  if (!place) throw unusable(options.path, `it is not a backup of roundtrip: it has no ${name}`);
  if (place.size > textLimit) throw unusable(options.path, `its ${name} is too large`);
  const chunks: Buffer[] = [];
  for await (const chunk of readPosition(handle, place, options.signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function readManifest(text: string, path: string): Manifest {
  try {
    const value: unknown = JSON.parse(text);
    assertKnownFormat(value, path);
    return parseManifest(value);
  } catch (error) {
    if (error instanceof ManifestError) throw unusable(path, `in its ${manifestName}, ${error.message}`);
    if (error instanceof SyntaxError) throw unusable(path, `its ${manifestName} is not valid JSON`);
    throw error;
  }
}

function assertKnownFormat(value: unknown, path: string): void {
  const { format, tool } = Object(value) as { readonly format?: unknown; readonly tool?: unknown };
  if (typeof format !== 'string' || format === backupFormat) return;
  throw new UsageError(
    `the backup ${path} has the format ${format}, but this version reads only ${backupFormat}`,
    { remedy: `It was written by roundtrip ${String(tool)}: restore it with that version.` },
  );
}

function unusable(path: string, reason: string): UsageError {
  return new UsageError(`the backup ${path} cannot be used: ${reason}`, {
    remedy: 'Nothing was restored. Use another copy of the file.',
  });
}
