import type { Direction } from '../../migrations/migration.js';
import { bytesOf, oppositeOf, rowsOf, type KeptEntry, type KeptTable } from '../../keep/kept-entry.js';
import type { RestoredEntry } from '../../keep/restored-kept.js';
import type { SavedSequence } from '../../rollback/backup/manifest.js';
import { roundMilliseconds } from '../text/format-number.js';

/** Kept data of one table; docs/json.md describes each field. */
export interface KeptTableJson extends Pick<
  KeptTable,
  'schema' | 'name' | 'what' | 'how' | 'relation' | 'rows' | 'bytes'
> {
  /** Columns whose values are kept. */
  readonly columns: readonly string[];
}

/** Data that one step destroyed. */
export interface KeptJson {
  readonly id: number;
  readonly rows: number | null;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly tables: readonly KeptTableJson[];
  readonly sequences: readonly SavedSequence[];
}

export interface ListedKeptJson extends KeptJson {
  readonly migration: string;
  readonly direction: Direction;
  /** The step that restores it. */
  readonly restoredBy: Direction;
  readonly keptAt: string;
}

/** The format of `kept --json`. */
export interface KeptResult {
  readonly format: 'roundtrip.kept/1';
  readonly bytes: number;
  readonly entries: readonly ListedKeptJson[];
}

export function keptEntryToJson(entry: Omit<KeptEntry, 'keptAt'>): KeptJson {
  const { id, milliseconds, tables, sequences } = entry;
  return {
    id,
    rows: rowsOf(entry) ?? null,
    bytes: bytesOf(entry),
    milliseconds: roundMilliseconds(milliseconds),
    tables: tables.map(({ schema, name, what, how, relation, rows, bytes, values }) => ({
      ...{ schema, name, what, how, relation, rows, bytes },
      columns: values,
    })),
    sequences,
  };
}

export function keptToJson(entries: readonly KeptEntry[]): KeptResult {
  return {
    format: 'roundtrip.kept/1',
    bytes: entries.reduce((sum, entry) => sum + bytesOf(entry), 0),
    entries: entries.map((entry) => ({
      ...keptEntryToJson(entry),
      migration: entry.migration,
      direction: entry.direction,
      restoredBy: oppositeOf(entry.direction),
      keptAt: entry.keptAt,
    })),
  };
}

/** Output of `kept drop --json`. */
export interface DroppedKeptResult {
  readonly format: 'roundtrip.kept-drop/1';
  readonly bytes: number;
  readonly dropped: readonly Pick<ListedKeptJson, 'id' | 'migration' | 'direction' | 'bytes'>[];
}

export function droppedToJson(entries: readonly KeptEntry[]): DroppedKeptResult {
  const dropped = entries.map((entry) => ({
    ...{ id: entry.id, migration: entry.migration, direction: entry.direction },
    bytes: bytesOf(entry),
  }));
  return {
    format: 'roundtrip.kept-drop/1',
    bytes: dropped.reduce((sum, { bytes }) => sum + bytes, 0),
    dropped,
  };
}

/** The restored data of one entry, as `up --json` and `down --json` print it. */
export type RestoredJson = Pick<RestoredEntry, 'id' | 'tables' | 'sequences'>;

export function restoredToJson({ id, tables, sequences }: RestoredEntry): RestoredJson {
  return { id, tables, sequences };
}
