import type { Session } from '../database/session.js';
import type { EdgeRules } from './edge-rules.js';
import type { FilledTable } from './filled-table.js';
import { findReferredColumns, readKeyRows } from './key-rows.js';
import { readTableFacts } from './read-table-facts.js';
import { settleDomains } from './settle-domains.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import type { KeyRow } from './value-source.js';

/** The state of filling tables that refer to each other. */
export interface Filling {
  readonly session: Session;
  readonly edges: EdgeRules;
  /** OIDs of the tables that get rows with edge values; others are filled only to be referenced. */
  readonly rich: ReadonlySet<number>;
  /** The requested tables, in order. */
  readonly asked: readonly TableFacts[];
  /** These tables, and all their parents and partitions, by OID. */
  readonly facts: ReadonlyMap<number, TableFacts>;
  /** By OID: the columns that foreign keys refer to. */
  readonly referred: ReadonlyMap<number, readonly string[]>;
  /** Some existing rows of each table that has any, by OID. */
  readonly keys: Map<number, readonly KeyRow[]>;
  /** Tables that were empty, by OID, in the order in which they were filled. */
  readonly outcomes: Map<number, FilledTable['outcome']>;
  /** OIDs of tables that wait for their parents. */
  readonly running: Set<number>;
  /** Columns of waiting tables whose values were promised to rows that refer to them. */
  readonly promised: Map<number, readonly string[]>;
  /** By OID of the table whose rows are inserted later: statements that check the constraint then. */
  readonly unchecked: Map<number, string>;
  /** References that remained null, because the referenced rows are inserted later. */
  readonly open: OpenReference[];
}

export interface OpenReference {
  readonly table: TableFacts;
  readonly foreignKey: ForeignKey;
}

/** Reads facts about the tables, and which of them have rows. */
export async function startFilling(
  session: Session,
  tables: readonly string[],
  edges: EdgeRules,
): Promise<Filling> {
  const facts = await settleDomains(session, await readTableFacts(session, tables));
  const all = [...facts.values()];
  const byName = new Map(all.map((table) => [table.name, table]));
  const referred = findReferredColumns(facts);
  const asked = [...new Set(tables)].flatMap((name) => byName.get(name) ?? []);
  return {
    session,
    edges,
    rich: findRich(asked, facts),
    asked,
    facts,
    referred,
    keys: await readKeyRows(
      session,
      all.filter(({ kind }) => kind !== 'other'),
      referred,
    ),
    outcomes: new Map(),
    running: new Set(),
    promised: new Map(),
    unchecked: new Map(),
    open: [],
  };
}

/**
 * Returns the requested tables with their partitions, and those of which each row can be referenced only
 * once, so that as many rows are needed.
 */
function findRich(asked: readonly TableFacts[], facts: ReadonlyMap<number, TableFacts>): ReadonlySet<number> {
  const rich = new Set<number>();
  let next = asked.map(({ oid }) => oid);
  while (next.length > 0) {
    for (const oid of next) rich.add(oid);
    next = next
      .flatMap((oid) => facts.get(oid) ?? [])
      .flatMap((table) => [...table.partitions, ...parentsOfOne(table)])
      .filter((oid) => !rich.has(oid));
  }
  return rich;
}

/** Tables that a foreign key on a unique key refers to. */
export function parentsOfOne({ foreignKeys, keys }: TableFacts): readonly number[] {
  const unique = [...keys.values()];
  return foreignKeys.flatMap(({ columns, parent }) =>
    unique.some((key) => key.length > 0 && key.every((name) => columns.includes(name))) ? [parent] : [],
  );
}
