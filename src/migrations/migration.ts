import type { MigrationBuilder } from 'node-pg-migrate';
import type { MigrationFile } from './migration-file.js';

export type Direction = 'up' | 'down';

/** An exported `up` or `down`; with a second parameter it is done when it calls that. */
export type Action = (pgm: MigrationBuilder, done?: () => void) => unknown;

/** How a migration is rolled back. */
export type Down =
  | { readonly kind: 'written'; readonly action: Action }
  /** None is exported: node-pg-migrate runs `up` in reverse mode. */
  | { readonly kind: 'inferred' }
  /** `export const down = false`: it cannot be rolled back. */
  | { readonly kind: 'disabled' }
  /** An SQL file without a down part: node-pg-migrate refuses to roll it back. */
  | { readonly kind: 'absent' };

/** The file that the SQL of one direction is part of. */
export interface SqlFile {
  /** Absolute path. */
  readonly path: string;
  /** The whole text, without a byte order mark. */
  readonly text: string;
}

/** A migration file that was loaded. */
export interface Migration extends MigrationFile {
  readonly up: Action;
  readonly down: Down;
  /** Set for SQL migrations. */
  readonly sql?: Readonly<Record<Direction, SqlFile>>;
  /** Column shorthands of this file and of all before it, as node-pg-migrate accumulates them. */
  readonly shorthands: Readonly<Record<string, unknown>>;
}
