import { isStronger } from '../database/lock-modes.js';
import type { StatementEffects } from '../effects/effects.js';
import type { FactsByOid } from '../effects/relation-facts.js';
import type { PlannedLock } from './run-plan.js';

/** The strongest lock of all steps on each of the relations that existed before the first step. */
export class StrongestLocks {
  readonly #existing: FactsByOid;
  readonly #strongest = new Map<string, PlannedLock>();

  constructor(existing: FactsByOid) {
    this.#existing = existing;
  }

  add(statements: readonly StatementEffects[], migration: string): void {
    for (const { oid, mode } of statements.flatMap(({ locks }) => locks)) {
      const relation = this.#existing.get(oid);
      const known = this.#strongest.get(oid);
      if (!relation || (known && !isStronger(mode, known.mode))) continue;
      this.#strongest.set(oid, { ...relation.parts, mode, migration });
    }
  }

  /** In the order of their names. */
  get locks(): readonly PlannedLock[] {
    const key = ({ schema, name }: PlannedLock) => JSON.stringify([schema, name]);
    return [...this.#strongest.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
}
