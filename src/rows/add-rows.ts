import type { Session } from '../database/session.js';
import { noEdges } from './edge-rules.js';
import type { FilledTable } from './filled-table.js';
import { fillWithParents, insertRows } from './fill-with-parents.js';
import { parentsOfOne, startFilling, type Filling } from './filling.js';
import type { TableFacts } from './table-facts.js';

/** Numbers from which values are counted, so that they differ from those of existing rows: also small keys are tried. */
const beginnings = [900_000_000, 5_000_000, 20_000] as const;

/**
 * Inserts a few rows into each of the tables, also into those that have some. Runs in the session's open transaction,
 * each attempt in a savepoint.
 * @throws the driver's error when the server cannot continue; a refused row is an outcome instead
 */
export async function addRows(session: Session, tables: readonly string[]): Promise<readonly FilledTable[]> {
  if (tables.length === 0) return [];
  const filling = await startFilling(session, tables, noEdges);
  const outcomes = new Map<number, FilledTable>();
  for (const table of filling.asked) await addTo(filling, table, outcomes);
  for (const [oid, outcome] of filling.outcomes) {
    const name = filling.facts.get(oid)?.name;
    if (name !== undefined && !outcomes.has(oid)) outcomes.set(oid, { table: name, outcome });
  }
  return [...outcomes.values()];
}

type Outcomes = Map<number, FilledTable>;

/** Rows that can be referred to only once need new ones to refer to. */
async function addTo(filling: Filling, table: TableFacts, outcomes: Outcomes): Promise<void> {
  if (outcomes.has(table.oid)) return;
  outcomes.set(table.oid, {
    table: table.name,
    outcome: { kind: 'not-filled', reason: 'it refers to itself' },
  });
  for (const oid of parentsOfOne(table)) {
    const parent = filling.facts.get(oid);
    if (parent) await addTo(filling, parent, outcomes);
  }
  const filled = await addToEach(filling, table);
  outcomes.set(table.oid, { table: table.name, outcome: filled });
}

async function addToEach(filling: Filling, table: TableFacts): Promise<FilledTable['outcome']> {
  if (table.kind === 'partitioned') return addToPartitions(filling, table);
  if (table.kind === 'other') return { kind: 'not-filled', reason: 'it is not a table that stores rows' };
  let outcome: FilledTable['outcome'] = { kind: 'not-filled', reason: '' };
  if (!filling.keys.has(table.oid)) {
    const result = await fillWithParents(filling, table);
    if (result.kind === 'filled') return result;
    // It may have rows with these keys.
    if (result.kind === 'not-filled') outcome = result;
  }
  for (const sampleStart of beginnings) {
    const result = await insertRows(filling, table, { first: 0, sampleStart, promises: new Map() });
    if (result.kind === 'filled') return result;
    if (result.kind === 'not-filled') outcome = result;
  }
  return outcome;
}

/** Each partition accepts only values within its bounds. */
async function addToPartitions(filling: Filling, table: TableFacts): Promise<FilledTable['outcome']> {
  const partitions = table.partitions.flatMap((oid) => filling.facts.get(oid) ?? []);
  let last: FilledTable['outcome'] = { kind: 'not-filled', reason: 'it has no partitions' };
  for (const partition of partitions) {
    last = await addToEach(filling, partition);
    if (last.kind === 'filled') return last;
  }
  return last;
}
