import { fillTable } from './fill-table.js';
import type { Filling } from './filling.js';
import { noEdges } from './edge-rules.js';
import type { FilledTable } from './filled-table.js';
import { promiseKeys } from './promised-keys.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { canBeAbsent, type KeyRow } from './value-source.js';

/** `waiting`: the table depends on a table that is itself waiting for others. */
export type FillResult =
  | FilledTable['outcome']
  | { readonly kind: 'has-rows' }
  | { readonly kind: 'waiting'; readonly reason: string };

const rowsATable = 3;

/** Maximum number of partitions of a table that are filled. */
const partitionsATable = 3;

/**
 * Fills a table, and before it those that it refers to.
 *
 * @param first number of rows that other partitions have, whose values must not be repeated
 */
export async function fillWithParents(filling: Filling, table: TableFacts, first = 0): Promise<FillResult> {
  const { keys, outcomes, running } = filling;
  const known = outcomes.get(table.oid) ?? (keys.has(table.oid) ? { kind: 'has-rows' as const } : undefined);
  if (known) return known;
  if (running.has(table.oid))
    return { kind: 'waiting', reason: `it is in a cycle of foreign keys with ${table.name}` };
  running.add(table.oid);
  const result = await fillByKind(filling, table, first);
  running.delete(table.oid);
  if (result.kind === 'filled' || result.kind === 'not-filled') outcomes.set(table.oid, result);
  return result;
}

function fillByKind(filling: Filling, table: TableFacts, first: number): Promise<FillResult> {
  switch (table.kind) {
    case 'table':
      return fillAfterParents(filling, table, first);
    case 'partitioned':
      return fillPartitions(filling, table, first);
    case 'other':
      return Promise.resolve({ kind: 'not-filled', reason: 'it is not a table that stores rows' });
  }
}

async function fillPartitions(filling: Filling, table: TableFacts, first: number): Promise<FillResult> {
  const partitions = table.partitions.flatMap((oid) => filling.facts.get(oid) ?? []);
  const results: FillResult[] = [];
  for (const [index, partition] of partitions.slice(0, partitionsATable).entries()) {
    results.push(await fillWithParents(filling, partition, first + index * rowsATable));
  }
  const filled = results.flatMap((result) => (result.kind === 'filled' ? [result] : []));
  if (filled.length === 0) return results[0] ?? { kind: 'not-filled', reason: 'it has no partitions' };
  filling.keys.set(
    table.oid,
    partitions.flatMap(({ oid }) => filling.keys.get(oid) ?? []),
  );
  const rows = filled.reduce((sum, result) => sum + result.rows, 0);
  return { kind: 'filled', rows, edges: filled[0]?.edges ?? { tried: [], refused: [] } };
}

async function fillAfterParents(filling: Filling, table: TableFacts, first: number): Promise<FillResult> {
  const promises = new Map<ForeignKey, readonly KeyRow[]>();
  for (const foreignKey of table.foreignKeys.filter(({ parent }) => parent !== table.oid)) {
    const missing = await ensureParent(filling, table, foreignKey);
    if (!missing) continue;
    const promised = missing.kind === 'waiting' ? promiseKeys(filling, foreignKey) : undefined;
    if (!promised) return missing;
    promises.set(foreignKey, promised);
  }
  return insertRows(filling, table, { first, promises });
}

/** Fills the table of a foreign key; returns the reason where that fails and the row requires a reference. */
async function ensureParent(filling: Filling, table: TableFacts, foreignKey: ForeignKey) {
  const parent = filling.facts.get(foreignKey.parent);
  if (!parent) return undefined;
  const result = await fillWithParents(filling, parent);
  if (result.kind === 'filled' || result.kind === 'has-rows') return undefined;
  if (canBeAbsent(table, foreignKey)) {
    filling.open.push({ table, foreignKey });
    return undefined;
  }
  const reason = `it references ${parent.name}, which has no rows: ${result.reason}`;
  return { kind: result.kind, reason };
}

export interface InsertOptions {
  readonly first: number;
  /** Number from which values are counted, where existing rows have the first ones; default: 0. */
  readonly sampleStart?: number;
  /** Rows to be inserted later, for foreign keys that are checked later. */
  readonly promises: ReadonlyMap<ForeignKey, readonly KeyRow[]>;
}

/** Inserts rows into a table, whether it has some or not. */
export async function insertRows(
  filling: Filling,
  table: TableFacts,
  { first, sampleStart, promises }: InsertOptions,
): Promise<FillResult> {
  const { session, keys, promised, referred, unchecked } = filling;
  const postponed = [...promises.keys()].map(({ qualifiedName }) => qualifiedName);
  if (postponed.length > 0) await session.query(`SET CONSTRAINTS ${postponed.join()} DEFERRED`);
  const inserted = await fillTable(session, table, {
    rows: { first, count: rowsATable },
    sampleStart,
    keysFor: (foreignKey) => promises.get(foreignKey) ?? keys.get(foreignKey.parent) ?? [],
    explicit: new Set(promised.get(table.oid)),
    returning: referred.get(table.oid) ?? [],
    postponed,
    afterwards: unchecked.get(table.oid) ?? '',
    edges: first === 0 && filling.rich.has(table.oid) ? filling.edges : noEdges,
  });
  if (inserted.kind === 'refused') {
    return { kind: 'not-filled', reason: `no generated row was accepted: ${inserted.reason}` };
  }
  unchecked.delete(table.oid);
  keys.set(table.oid, inserted.keys);
  return { kind: 'filled', rows: inserted.count, edges: inserted.edges };
}
