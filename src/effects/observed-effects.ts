import type { TableName } from '../config/migrations-table.js';
import type { InsideStep, ScratchRun } from '../scratch-run/scratch-run.js';
import type { StatementEffects } from './effects.js';
import { ObservedStepStatements } from './observed-step.js';
import { readExisting, type FactsByOid } from './relation-facts.js';

/** Observes the effects of one step of a scratch run, which gets `inside`. */
export class ObservedEffects {
  readonly inside: Required<Pick<InsideStep, 'afterBegin' | 'around'>>;
  #existing: FactsByOid = new Map();
  #statements: ObservedStepStatements | undefined;

  constructor(run: ScratchRun, bookkeeping: TableName) {
    this.inside = {
      afterBegin: async (running) => {
        this.#existing = await readExisting(running, bookkeeping);
        const sessions = {
          database: run.database,
          running,
          observing: run.catalogSession,
          transactions: run.isGuarded ? 'opened' : 'not opened',
        } as const;
        this.#statements = new ObservedStepStatements(sessions, this.#existing);
      },
      around: (sent, send) => this.#statements?.around(sent, send) ?? send(),
    };
  }

  /** Names of the relations that existed before the step. */
  get existed(): ReadonlySet<string> {
    return new Set([...this.#existing.values()].map(({ name }) => name));
  }

  get statements(): readonly StatementEffects[] {
    return this.#statements?.statements ?? [];
  }
}
