import type { Session } from '../database/session.js';
import { attempt, type Attempt, type Refusal } from './attempt.js';
import type { Assignment } from './cell.js';
import type { Edge, EdgePlan, EdgeRow } from './edge-plan.js';
import type { EdgesTried } from './filled-table.js';
import { insertSql } from './insert-sql.js';
import { blamedColumns } from './row-variant.js';
import { completeSelfReferences } from './self-reference.js';
import type { TableFacts } from './table-facts.js';
import type { KeyRow } from './value-source.js';

export interface EdgeInsert {
  readonly table: TableFacts;
  readonly plan: EdgePlan;
  /** The first plain row, which others refer to. */
  readonly first: Assignment | undefined;
  readonly returning: readonly string[];
  readonly afterwards: string;
}

export interface InsertedEdges {
  readonly count: number;
  readonly keys: readonly KeyRow[];
  readonly edges: EdgesTried;
}

/** Maximum number of attempts at a row, each with fewer edge values. */
const attemptsARow = 6;

/**
 * Inserts the rows at once or, if that fails, one by one, each without the edge values that the server
 * refuses.
 */
export async function insertEdgeRows(session: Session, insert: EdgeInsert): Promise<InsertedEdges> {
  const { rows, forbidden } = insert.plan;
  const together = await tryInsert(session, insert, rows.map(toAssignment(insert)));
  if (together.kind === 'done') {
    const { rowCount, rows: keys } = together.result;
    return { count: rowCount ?? 0, keys, edges: { tried: namesOf(rows), refused: forbidden } };
  }
  const state: Inserting = { count: 0, keys: [], tried: [], refused: [...forbidden] };
  for (const [index, row] of rows.entries()) await insertRow(session, { insert, row, index, state });
  return { count: state.count, keys: state.keys, edges: { tried: state.tried, refused: state.refused } };
}

interface Inserting {
  count: number;
  readonly keys: KeyRow[];
  readonly tried: string[];
  readonly refused: string[];
}

interface RowInsert {
  readonly insert: EdgeInsert;
  readonly row: EdgeRow;
  readonly index: number;
  readonly state: Inserting;
}

async function insertRow(session: Session, { insert, row, index, state }: RowInsert): Promise<void> {
  let { edges } = row;
  for (let tries = 0; tries < attemptsARow; tries += 1) {
    const tried = await tryInsert(session, insert, [toAssignment(insert)({ ...row, edges }, index)]);
    if (tried.kind === 'done') {
      state.count += tried.result.rowCount ?? 0;
      state.keys.push(...tried.result.rows);
      state.tried.push(...edges.map(({ name }) => name));
      break;
    }
    const less = withoutBlamed(insert.table, edges, tried.refusal);
    if (less.length === edges.length) break;
    edges = less;
  }
  state.refused.push(...row.edges.filter((edge) => !state.tried.includes(edge.name)).map(({ name }) => name));
}

/**
 * Removes the edge values of the columns that the server names or, without such columns, the more extreme
 * half.
 */
function withoutBlamed(table: TableFacts, edges: readonly Edge[], refusal: Refusal): readonly Edge[] {
  const blamed = blamedColumns(table, refusal);
  const less = edges.filter(({ cells }) => ![...cells.keys()].some((name) => blamed.includes(name)));
  if (less.length > 0 && less.length < edges.length) return less;
  const mild = edges.filter((edge) => edge.class !== 'extreme');
  if (mild.length < edges.length) return mild;
  const absent = edges.filter((edge) => edge.class === 'absent');
  return absent.length < edges.length ? absent : [];
}

function toAssignment({ table, first }: EdgeInsert): (row: EdgeRow, index: number) => Assignment {
  return ({ base, edges }, index) => {
    const cells = new Map([...base, ...edges.flatMap((edge) => [...edge.cells])]);
    // In turns: to the first row, to itself and, where allowed, to none.
    const target = [first, cells, undefined][index % 3];
    return completeSelfReferences(table, cells, { first: target, relaxed: new Set() });
  };
}

function tryInsert(
  session: Session,
  { table, returning, afterwards }: EdgeInsert,
  rows: readonly Assignment[],
): Promise<Attempt<KeyRow>> {
  return attempt<KeyRow>(session, insertSql(table, { rows, returning }), { afterwards });
}

function namesOf(rows: readonly EdgeRow[]): readonly string[] {
  return rows.flatMap(({ edges }) => edges.map(({ name }) => name));
}
