import type { Snapshot } from '../catalog/object.js';
import type { ServerInfo } from '../database/session.js';

/** Where the migrations were replayed. */
export type ScratchPlace = 'live server' | 'other server' | 'embedded';

/** What the migrations make of an empty database. */
export interface Replayed {
  readonly place: ScratchPlace;
  readonly server: ServerInfo;
  /** The catalog before the first migration, when only the migrations table was there. */
  readonly baseline: Snapshot;
  readonly catalog: Snapshot;
  /** The role that replayed, quoted where SQL asks for it. */
  readonly runner: string;
  readonly milliseconds: number;
}
