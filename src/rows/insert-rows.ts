import type { Session } from '../database/session.js';
import { attempt, type Attempt, type Refusal } from './attempt.js';
import type { Assignment } from './cell.js';
import { insertSql } from './insert-sql.js';
import { firstVariant, nextVariant, planRow, type RowPlan, type RowVariant } from './row-variant.js';
import { completeSelfReferences } from './self-reference.js';
import type { KeyRow } from './value-source.js';

export interface InsertPlan extends RowPlan {
  readonly count: number;
  readonly returning: readonly string[];
  /** Statements that check what would otherwise be checked at the end of the transaction. */
  readonly afterwards: string;
}

/** The inserted rows, as other tables refer to them, or the reason why there are none. */
export type Inserted =
  | {
      readonly kind: 'inserted';
      readonly count: number;
      readonly keys: readonly KeyRow[];
      /** Values of the first row. */
      readonly first: Assignment | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string };

const attemptsARow = 20;

/** Inserts all rows at once or, if that fails, one by one, each changed until the server accepts it. */
export async function insertRows(session: Session, plan: InsertPlan): Promise<Inserted> {
  const rows = planAll(plan);
  const together = await tryInsert(session, plan, rows);
  if (together.kind === 'done') {
    const { rowCount, rows: keys } = together.result;
    if (!rowCount) return { kind: 'refused', reason: 'a trigger or rule discards inserted rows' };
    return { kind: 'inserted', count: rowCount, keys, first: rows[0] };
  }
  return insertOneByOne(session, plan, together.refusal);
}

function planAll(plan: InsertPlan): readonly Assignment[] {
  const variant = firstVariant(plan);
  const rows: Assignment[] = [];
  for (let row = 0; row < plan.count; row += 1) {
    const own = { first: rows[0], relaxed: variant.relaxed };
    rows.push(completeSelfReferences(plan.table, planRow(plan, row, variant), own));
  }
  return rows;
}

async function insertOneByOne(session: Session, plan: InsertPlan, first: Refusal): Promise<Inserted> {
  const state: RowState = { variant: firstVariant(plan), rows: [], keys: [] };
  for (let row = 0; row < plan.count; row += 1) {
    const refusal = await insertRow(session, { plan, row, state });
    if (refusal && state.rows.length === 0) return { kind: 'refused', reason: refusal.message };
  }
  if (state.rows.length === 0) return { kind: 'refused', reason: first.message };
  return { kind: 'inserted', count: state.rows.length, keys: state.keys, first: state.rows[0] };
}

/** State from the previous rows. */
interface RowState {
  variant: RowVariant;
  rows: Assignment[];
  keys: KeyRow[];
}

interface RowAttempt {
  readonly plan: InsertPlan;
  readonly row: number;
  readonly state: RowState;
}

/** Returns the first refusal if no variant of the row was accepted. */
async function insertRow(session: Session, { plan, row, state }: RowAttempt): Promise<Refusal | undefined> {
  let first: Refusal | undefined;
  let { variant } = state;
  for (let tries = 0; tries < attemptsARow; tries += 1) {
    const own = { first: state.rows[0], relaxed: variant.relaxed };
    const values = completeSelfReferences(plan.table, planRow(plan, row, variant), own);
    const tried = await tryInsert(session, plan, [values]);
    if (tried.kind === 'done') {
      if ((tried.result.rowCount ?? 0) > 0) state.rows.push(values);
      state.keys.push(...tried.result.rows);
      state.variant = variant;
      return undefined;
    }
    first ??= tried.refusal;
    variant = nextVariant(plan, variant, tried.refusal);
  }
  return first;
}

function tryInsert(
  session: Session,
  { table, returning, afterwards }: InsertPlan,
  rows: readonly Assignment[],
): Promise<Attempt<KeyRow>> {
  return attempt<KeyRow>(session, insertSql(table, { rows, returning }), { afterwards });
}
