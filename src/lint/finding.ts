import type { Direction } from '../migrations/migration.js';
import type { Remedy, Severity } from './rules/rule.js';

export type FindingStatus = 'confirmed' | 'cleared' | 'static' | 'observed' | 'unanalysable';

/** Where a finding is in the file of the migration. */
export interface FindingPlace {
  /** Absolute path. */
  readonly path: string;
  /** 1-based; `undefined` where it is unknown. */
  readonly line: number | undefined;
  /** 1-based, in UTF-16 units. */
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The line of the file. */
  readonly text?: string;
  /** Lines at which the statement, and the call that sends it, begin. */
  readonly anchors?: readonly number[];
  /** Whether the statement stands there itself, or a call of the builder that makes it. */
  readonly written?: 'sql' | 'call';
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly direction: Direction;
  /** Position of the statement in the step; `undefined` for findings about the whole step or file. */
  readonly statement: number | undefined;
  readonly sql: string | undefined;
  readonly relation: string | undefined;
  readonly status: FindingStatus;
  readonly message: string;
  readonly advice: string;
  readonly remedy: Remedy | undefined;
  readonly place: FindingPlace;
  /** The reason, and whether a comment in the file or the baseline accepts the finding. */
  readonly suppressed: { readonly reason: string; readonly by: 'comment' | 'baseline' } | undefined;
}
