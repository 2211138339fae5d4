import type { Session } from '../database/session.js';
import { savepoint } from '../database/transaction.js';
import { closeCircles } from './close-circles.js';
import { allEdges } from './edge-rules.js';
import type { FilledTable } from './filled-table.js';
import { startFilling, type Filling } from './filling.js';
import { fillWithParents } from './fill-with-parents.js';
import type { TableFacts } from './table-facts.js';

export type { FilledTable } from './filled-table.js';

/**
 * Fills the empty ones of the tables, and before them the empty tables that they refer to, with a few rows
 * that satisfy their constraints and contain the edge values of their types; the rows are the same each time.
 *
 * Runs in the session's open transaction; each attempt has a savepoint, so that a failure leaves nothing
 * except gaps in sequences. A partitioned table is filled through its first partitions, which are listed as
 * well.
 *
 * @returns the tables that were empty, in the order in which they were filled
 * @throws the driver's error when the server cannot continue; a refused row is an outcome instead
 */
export async function generateRows(
  session: Session,
  tables: readonly string[],
  edges = allEdges,
): Promise<readonly FilledTable[]> {
  if (tables.length === 0) return [];
  const filling = await startFilling(session, tables, edges);
  for (const table of filling.asked) await fillAsked(filling, table);
  await closeCircles(filling);
  return [...filling.outcomes].map(([oid, outcome]) => ({ table: nameOf(filling, oid), outcome }));
}

function nameOf({ facts }: Filling, oid: number): string {
  return facts.get(oid)?.name ?? String(oid);
}

/** Rows with a deferrable reference to rows inserted later are removed if those cannot be inserted. */
async function fillAsked(filling: Filling, table: TableFacts): Promise<void> {
  const { session, keys, outcomes, unchecked } = filling;
  if (!mayPostpone(filling)) return fillAlone(filling, table);
  const before = { keys: new Map(keys), outcomes: new Map(outcomes) };
  const { begin, release, rollBack } = savepoint('roundtrip_circle');
  await session.query(begin);
  await fillAlone(filling, table);
  if (unchecked.size > 0) {
    const outcome = outcomes.get(table.oid) ?? inCircle;
    await session.query(rollBack);
    restore(keys, before.keys);
    restore(outcomes, before.outcomes);
    outcomes.set(table.oid, outcome.kind === 'filled' ? inCircle : outcome);
    unchecked.clear();
  } else {
    await session.query(release);
  }
}

const inCircle = { kind: 'not-filled', reason: 'it is in a cycle of foreign keys' } as const;

async function fillAlone(filling: Filling, table: TableFacts): Promise<void> {
  const result = await fillWithParents(filling, table);
  if (result.kind === 'waiting') filling.outcomes.set(table.oid, inCircle);
}

function mayPostpone({ facts }: Filling): boolean {
  return [...facts.values()].some(({ foreignKeys }) =>
    foreignKeys.some(({ timing }) => timing === 'deferrable'),
  );
}

function restore<K, V>(map: Map<K, V>, before: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of before) map.set(key, value);
}
