import type { Fingerprint } from './fingerprint.js';
import type { CatalogObject, Snapshot } from '../model/object.js';

/** Objects of one reader by their root (an OID, as text). */
export type ReaderPart = ReadonlyMap<string, readonly CatalogObject[]>;

/** A database's catalog as it was read, with data that makes reading it again cheap. */
export interface CatalogState extends CatalogOptions {
  /** Major version of the server; states of different versions cannot be compared. */
  readonly major: number;
  readonly objects: Snapshot;
  /** Sorted labels of what the database contains and no reader reads, such as `large object 16432`. */
  readonly notCompared: readonly string[];
  /** Parts in the order of the readers; internal to this folder. */
  readonly parts: readonly ReaderPart[];
  readonly fingerprint: Fingerprint;
}

export interface CatalogOptions {
  /** The migrations table of node-pg-migrate, which is left out with all its parts. */
  readonly migrationsTable?: { readonly schema: string; readonly name: string };
}
