import type { StatementEffects, StepEffects } from '../../effects/effects.js';
import type { Step } from '../../migrations/step.js';
import type { SqlStatement } from '../../sql-text/parser.js';

/** One statement of a step, as the rules see it. */
export interface StepStatement {
  /** Position in the step, from 0 on. */
  readonly index: number;
  /** Number of the text that the migration sends, from 0 on, and how many statements are in it. */
  readonly text: number;
  readonly ofText: number;
  readonly sql: string;
  /** Where the statement begins in the text, in bytes. */
  readonly start: number;
  /** 1-based line of the call that added the text, in a file of code. */
  readonly line: number | undefined;
  /** `undefined` where PostgreSQL's parser rejects it. */
  readonly parsed: SqlStatement | undefined;
  /** What happened when it ran on a scratch database. */
  readonly effects: StatementEffects | undefined;
}

export interface StepStatements extends Step {
  /** The texts as the migration sends them; `undefined` where only their statements are known. */
  readonly texts: readonly string[] | undefined;
  readonly statements: readonly StepStatement[];
  readonly transaction: 'one' | 'none';
  readonly trace: StepEffects | undefined;
  /** Why its statements are not known. */
  readonly unknown: string | undefined;
}
