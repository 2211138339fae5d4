import { isStronger } from '../database/lock-modes.js';
import type { TableName } from '../config/migrations-table.js';
import type { StatementEffects } from '../effects/effects.js';
import type { FactsByOid } from '../effects/relation-facts.js';
import type { PlannedLock } from './run-plan.js';

/** The effects of all steps on the relations that existed before the first step. */
export class EffectsOnExisting {
  readonly #existing: FactsByOid;
  readonly #strongest = new Map<string, PlannedLock>();
  readonly #scanned = new Set<string>();

  constructor(existing: FactsByOid) {
    this.#existing = existing;
  }

  add(statements: readonly StatementEffects[], migration: string): void {
    for (const { scans } of statements) for (const name of scans) this.#scanned.add(name);
    for (const { oid, mode } of statements.flatMap(({ locks }) => locks)) {
      const relation = this.#existing.get(oid);
      const known = this.#strongest.get(oid);
      if (!relation || (known && !isStronger(mode, known.mode))) continue;
      this.#strongest.set(oid, { ...relation.parts, mode, migration });
    }
  }

  /** The strongest lock of all steps on each relation, in the order of their names. */
  get locks(): readonly PlannedLock[] {
    return [...this.#strongest.values()].sort(byName);
  }

  /** Relations that were read from beginning to end, in the order of their names. */
  get scans(): readonly TableName[] {
    const scanned = [...this.#existing.values()].filter(({ name }) => this.#scanned.has(name));
    return scanned.map(({ parts }) => parts).sort(byName);
  }
}

function byName(a: TableName, b: TableName): number {
  const key = ({ schema, name }: TableName) => JSON.stringify([schema, name]);
  return key(a) < key(b) ? -1 : 1;
}
