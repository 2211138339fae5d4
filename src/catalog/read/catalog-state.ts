import type { Fingerprint } from './fingerprint.js';
import type { CatalogObject, Snapshot } from '../model/object.js';

/** Objects of one reader by the root (an OID, as text) that they belong to. */
export type ReaderPart = ReadonlyMap<string, readonly CatalogObject[]>;

/** What was read of a database, and what makes reading it again cheap. */
export interface CatalogState extends CatalogOptions {
  /** Major version of the server; states of different ones cannot be compared. */
  readonly major: number;
  readonly objects: Snapshot;
  /** What the database holds and no reader reads, such as `large object 16432`; sorted. */
  readonly notCompared: readonly string[];
  /** In the order of the readers; of no interest outside this folder. */
  readonly parts: readonly ReaderPart[];
  readonly fingerprint: Fingerprint;
}

export interface CatalogOptions {
  /** The bookkeeping table of node-pg-migrate, which is left out with all that belongs to it. */
  readonly migrationsTable?: { readonly schema: string; readonly name: string };
}
