import { open, type FileHandle } from 'node:fs/promises';
import type { Interruption } from '../database/interruption.js';
import { UsageError } from '../errors.js';
import { hashPlace, listArchive, readPlace, type Place } from './archive/archive-reader.js';
import { backupFormat, checksumsName, manifestName, type Manifest, type SavedTable } from './manifest.js';

/** A backup whose every byte was checked. */
export interface OpenBackup {
  readonly manifest: Manifest;
  /** The lines of a table, as COPY wrote them. */
  readonly read: (table: SavedTable) => AsyncIterable<Buffer>;
}

/** Checking it reads the whole file once. */
export interface OpenOptions {
  /** Absolute path. */
  readonly path: string;
  readonly interruption: Interruption;
  readonly progress: (file: string) => void;
}

/**
 * Lends a backup, after all its checksums were found right.
 * @throws UsageError when the file is not there, is no backup, is truncated or damaged
 */
export async function withBackup<T>(
  options: OpenOptions,
  action: (backup: OpenBackup) => Promise<T>,
): Promise<T> {
  const { path, interruption } = options;
  const handle = await open(path, 'r').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`the backup ${path} cannot be read: ${reason}`, {
      remedy: 'Name the FILE that was given to roundtrip down --backup FILE.',
      cause,
    });
  });
  try {
    const places = await check(handle, options);
    const manifest = await readManifest(handle, { places, path });
    const read = (table: SavedTable) => readPlace(handle, placeOf(places, table.file), interruption);
    return await action({ manifest, read });
  } finally {
    await handle.close();
  }
}

type Places = ReadonlyMap<string, Place>;

function placeOf(places: Places, name: string): Place {
  const place = places.get(name);
  if (!place) throw new Error(`there is no ${name} in the backup`);
  return place;
}

const reasons = {
  truncated: 'it is truncated: its end is missing',
  broken: 'it is no backup, or its headers are damaged',
} as const;

async function check(handle: FileHandle, { path, interruption, progress }: OpenOptions): Promise<Places> {
  const listing = await listArchive(handle);
  if (listing.state !== 'complete') throw unusable(path, reasons[listing.state]);
  const { places } = listing;
  const sums = places.get(checksumsName);
  if (!sums) throw unusable(path, `it is no backup of roundtrip: it has no ${checksumsName}`);
  const expected = parseSums(await readText(handle, sums, interruption));
  for (const name of [...places.keys()].filter((one) => one !== checksumsName)) {
    progress(name);
    if (expected.get(name) === (await hashPlace(handle, placeOf(places, name), interruption))) continue;
    throw unusable(path, `${name} in it does not have its checksum: it was damaged or changed`);
  }
  const missing = [...expected.keys()].filter((name) => !places.has(name));
  if (missing.length > 0) throw unusable(path, `it lacks ${missing.join(', ')}`);
  return places;
}

/** Lines of `sha256sum`: the digits, two spaces, the name. */
function parseSums(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

async function readText(handle: FileHandle, place: Place, interruption: Interruption): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readPlace(handle, place, interruption)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Its checksum was right, so what it says beside its format is what this or another version wrote. */
async function readManifest(
  handle: FileHandle,
  { places, path }: { readonly places: Places; readonly path: string },
): Promise<Manifest> {
  const place = places.get(manifestName);
  if (!place) throw unusable(path, `it has no ${manifestName}`);
  const manifest = JSON.parse(await readText(handle, place, new AbortController().signal)) as Omit<
    Manifest,
    'format'
  > & { readonly format: string };
  if (manifest.format === backupFormat) return { ...manifest, format: backupFormat };
  throw new UsageError(
    `the backup ${path} has the format ${manifest.format}, and this version reads ${backupFormat}`,
    {
      remedy: `It was written by roundtrip ${manifest.tool}: restore it with that version.`,
    },
  );
}

function unusable(path: string, reason: string): UsageError {
  return new UsageError(`the backup ${path} cannot be used: ${reason}`, {
    remedy: 'Nothing was restored. Use another copy of the file.',
  });
}
