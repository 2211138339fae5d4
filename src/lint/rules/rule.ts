import type { LockMode } from '../../database/lock-modes.js';
import type { Direction } from '../../migrations/migration.js';
import type { Action, Relation } from '../actions/action.js';
import type { ExpectedLock } from '../expected/locks.js';
import type { ExpectedWork } from '../expected/work.js';
import type { Schema } from '../schema/schema.js';
import type { StepStatement, StepStatements } from '../statements/step-statements.js';

export type Severity = 'error' | 'warning' | 'info';
export type RuleSeverity = Severity | 'off';

/**
 * What has to be seen on a scratch database for a finding to be confirmed. `text`: no trace can show it; `unknown`: the
 * text does not say what happens, and a trace does.
 */
export type Evidence =
  | { readonly kind: 'lock'; readonly mode: LockMode }
  | { readonly kind: 'rewrite' | 'scan' | 'text' | 'unknown' };

/** SQL and the call of node-pg-migrate's builder that do the same. */
export interface Remedy {
  readonly sql: string;
  readonly builder?: string;
}

/** What a rule found in a statement. */
export interface Hit {
  /** The table that is concerned. Hits on tables that the migration itself creates are dropped. */
  readonly relation?: Relation | undefined;
  readonly evidence: Evidence;
  readonly message: string;
  /** Position in the parsed text, in bytes; the beginning of the statement unless given. */
  readonly location?: number | undefined;
  /** The statement; of hits of a whole step only. */
  readonly statement?: StepStatement | undefined;
  readonly remedy?: Remedy | undefined;
  /** Whether the reason is still there after the last migration of the project; without it, it is. */
  readonly remains?: (last: Schema) => boolean;
  /** Where this hit deserves another severity than the rule's. */
  readonly severity?: Severity;
}

/** An action of the step, with what it is expected to do. */
export interface StepAction {
  readonly action: Action;
  readonly statement: StepStatement;
  readonly locks: readonly ExpectedLock[];
  readonly work: readonly ExpectedWork[];
}

/** What rules know about a step. */
export interface StepScene extends Pick<
  StepStatements,
  'migration' | 'direction' | 'transaction' | 'statements' | 'texts' | 'unknown'
> {
  /** The actions so far; in `checkStep`, all of them. */
  readonly actions: readonly StepAction[];
  /** Schema before the step, and now. */
  readonly before: Schema;
  readonly schema: Schema;
  /** The up of the same migration, for its down. */
  readonly up: StepScene | undefined;
  /** The ups before this one of the migrations that are checked together, unless they are the whole project. */
  readonly released: readonly StepScene[];
  /** Whether other sessions can use a relation: it was there before the migration. */
  isShared(relation: Relation): boolean;
  /** Milliseconds that a statement waits for a lock at most when roundtrip runs it; 0 is without a limit. */
  readonly lockTimeout: number;
}

/** One action and its surroundings. */
export interface ActionScene {
  readonly action: Action;
  readonly statement: StepStatement;
  readonly step: StepScene;
  /** Schema before the action. */
  readonly schema: Schema;
}

/** A migration in SQL that a rule is explained and tested with. */
export interface Example {
  /** Statements of an earlier migration. */
  readonly before?: string;
  /** Statements of another migration of the same release. */
  readonly released?: string;
  readonly up: string;
  readonly down?: string;
  readonly transaction?: 'none';
}

export interface Rule {
  /** Stable: settings, comments and baselines name it. */
  readonly id: string;
  readonly title: string;
  readonly severity: Readonly<Record<Direction, RuleSeverity>>;
  /** What happens and why, in one or two sentences. */
  readonly why: string;
  /** What to do instead, in one or two sentences. */
  readonly instead: string;
  readonly remedy?: Remedy;
  /** Work whose time depends on the size of the table, where the evidence does not say so. */
  readonly sized?: 'index build' | 'rewrite' | 'rows';
  readonly check?: (scene: ActionScene) => readonly Hit[];
  readonly checkStep?: (scene: StepScene) => readonly Hit[];
  readonly bad: Readonly<Partial<Record<Direction, Example>>>;
  readonly good: Readonly<Partial<Record<Direction, Example>>>;
}

export const noHits: readonly Hit[] = [];
