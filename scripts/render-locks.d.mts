/** A statement and the one that reverts it, on the tables of `fixture.sql`, with the effects of both. */
export interface LockForm extends FormEffects {
  readonly up: string;
  readonly down: string;
  /** `none` for statements that cannot run in a transaction block. */
  readonly transaction?: 'none';
  /** The first major version that has the statement; 14 unless given. */
  readonly since?: number;
  /** The effects on versions before 18, where they differ. */
  readonly before18?: FormEffects;
}

/**
 * For each statement of the text: the locks that it takes on relations that existed before, and the names of what it
 * rewrites, scans, builds and validates.
 */
export interface FormEffects {
  readonly upEffects: readonly string[];
  readonly downEffects: readonly string[];
}

/** Renders the text of docs/locks.md, not yet formatted. */
export function renderLocks(forms: readonly LockForm[], fixture: string): string;
