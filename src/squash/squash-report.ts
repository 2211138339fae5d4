import type { CatalogTrace } from '../catalog/repair/catalog-trace.js';
import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import type { ServerInfo } from '../database/session.js';
import type { ContentsDifference } from './squashed-state.js';

/** The result of `squash`. */
export interface SquashReport {
  /** `squashed`: the file is written and the others are moved; `planned`: it would be. */
  readonly verdict: 'squashed' | 'planned' | 'not-equal';
  readonly server: ServerInfo;
  readonly name: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
  /** Names of the migrations that it replaces, in order. */
  readonly replaces: readonly string[];
  /** Absolute paths of the folders that contain their files. */
  readonly folders: readonly string[];
  /** Names of the later migrations, which were proven on top of both. */
  readonly later: readonly string[];
  readonly objects: number;
  /** Tables whose rows the file inserts, with their number. */
  readonly rows: readonly { readonly table: string; readonly count: number }[];
  /** Contents that differ between two runs of the migrations: the file contains those of the first. */
  readonly varying: readonly ContentsDifference[];
  readonly limits: readonly RepairLimit[];
  readonly differences: readonly SquashDifference[];
}

/** A position at which the file and the migrations that it replaces lead to different states. */
export interface SquashDifference {
  readonly at: SquashPosition;
  /** `before`: with the old migrations; `after`: with the file. */
  readonly traces: readonly CatalogTrace[];
  readonly contents: readonly ContentsDifference[];
  /** The step failed with the file, although it succeeded without; later positions are unknown. */
  readonly error?: string;
}

/** `up`: after the file; `down`: after its down; or after a step of a later migration. */
export type SquashPosition =
  | { readonly after: 'up' | 'down' | 'up again' }
  | { readonly after: 'later up' | 'later down'; readonly migration: string };
