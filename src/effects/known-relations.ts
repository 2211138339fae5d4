import type { ChangedRows } from './effects.js';
import type { FactsByOid, RelationFacts } from './relation-facts.js';
import { truncates } from './sent-statements.js';

/** Effects of one statement on relations, by name. */
export interface RelationEffects {
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly indexes: readonly string[];
  readonly validated: readonly string[];
  readonly rows: readonly ChangedRows[];
}

const noCounts = { scans: 0, inserted: 0, updated: 0, deleted: 0 } as const;

/** The facts of the relations that existed before a step, as of its last statement. */
export class KnownRelations {
  readonly #existing: FactsByOid;
  readonly #known: Map<string, RelationFacts>;

  constructor(existing: FactsByOid) {
    this.#existing = existing;
    this.#known = new Map(existing);
  }

  /** The counters of the server cover one transaction. */
  startTransaction(): void {
    for (const [oid, facts] of this.#known) this.#known.set(oid, { ...facts, ...noCounts });
  }

  /** Returns the effects of a statement, and keeps the facts after it. */
  update(facts: FactsByOid, sql: string): RelationEffects {
    const changes = [...facts.values()].map((after) => this.#changesOf(after, sql));
    for (const [oid, after] of facts) this.#known.set(oid, after);
    return {
      rewrites: changes.flatMap(({ rewritten }) => rewritten).sort(),
      scans: changes.flatMap(({ scanned }) => scanned).sort(),
      indexes: changes.flatMap(({ indexes }) => indexes).sort(),
      validated: changes.flatMap(({ validated }) => validated).sort(),
      rows: changes.flatMap(({ rows }) => rows),
    };
  }

  /**
   * The same for a statement that ended its transactions, and their counters: a new index or a new file shows that
   * the relation was read.
   */
  updateUncounted(facts: FactsByOid, sql: string): RelationEffects {
    this.startTransaction();
    const counted = [...facts.values()].map((after): RelationFacts => {
      const before = this.#before(after);
      const isRead = isMoved(before, after) || onlyIn(after.indexes, before.indexes).length > 0;
      return { ...after, ...noCounts, scans: isRead ? 1 : 0 };
    });
    return this.update(new Map(counted.map((one) => [one.oid, one])), sql);
  }

  #before(after: RelationFacts): RelationFacts {
    return this.#known.get(after.oid) ?? after;
  }

  #changesOf(after: RelationFacts, sql: string) {
    const name = this.#existing.get(after.oid)?.name ?? after.name;
    return changesOf(name, { before: this.#before(after), after, sql });
  }
}

interface Change {
  readonly before: RelationFacts;
  readonly after: RelationFacts;
  readonly sql: string;
}

function changesOf(name: string, { before, after, sql }: Change) {
  const isTruncated = isMoved(before, after) && truncates(sql);
  const isRewritten = isMoved(before, after) && !isTruncated;
  const isScanned = after.scans > before.scans && !isTruncated;
  const named = (list: readonly string[]) => list.map((one) => `${one} on ${name}`);
  const rows = {
    relation: name,
    inserted: after.inserted - before.inserted,
    updated: after.updated - before.updated,
    deleted: after.deleted - before.deleted,
  };
  return {
    rewritten: isRewritten ? [name] : [],
    scanned: isScanned ? [name] : [],
    indexes: isTruncated ? [] : named(onlyIn(after.indexes, before.indexes)),
    validated: isScanned ? named(onlyIn(after.validated, before.validated)) : [],
    rows: rows.inserted + rows.updated + rows.deleted > 0 ? [rows] : [],
  };
}

/** Whether the rows are in another file. */
function isMoved(before: RelationFacts, after: RelationFacts): boolean {
  return after.filenode !== before.filenode;
}

/** Names of entries whose key is new. */
function onlyIn(
  after: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(after).flatMap(([key, name]) => (key in before ? [] : [name]));
}
