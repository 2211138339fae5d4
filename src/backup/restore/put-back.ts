import type { Session } from '../../database/session.js';
import { applyAgain, applyAll, applyFitting, isAboutRows, type Action, type Refused } from './apply.js';
import type { Staged } from './stage.js';

/** What was done to one table. */
export interface PutBack {
  readonly inserted: number;
  readonly updated: number;
  readonly refused: readonly Refused[];
}

/**
 * Applies staged tables in their order. At first as a whole, with constraints checked at the end
 * where they allow it, as rows that refer to each other in a circle need; when that fails, piece by
 * piece, to find the rows that do not fit.
 */
export async function putBack(session: Session, tables: readonly Staged[]): Promise<readonly PutBack[]> {
  return (await putBackWhole(session, tables)) ?? putBackFitting(session, tables);
}

async function putBackWhole(
  session: Session,
  tables: readonly Staged[],
): Promise<readonly PutBack[] | undefined> {
  await session.query('SAVEPOINT roundtrip_whole; SET CONSTRAINTS ALL DEFERRED');
  try {
    const done: PutBack[] = [];
    for (const staged of tables) {
      const inserted = await applyAll(session, staged, 'insert');
      done.push({ inserted, updated: await applyAll(session, staged, 'update'), refused: [] });
    }
    await session.query('SET CONSTRAINTS ALL IMMEDIATE; RELEASE SAVEPOINT roundtrip_whole');
    return done;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    await session.query('ROLLBACK TO SAVEPOINT roundtrip_whole; RELEASE SAVEPOINT roundtrip_whole');
    return undefined;
  }
}

async function putBackFitting(session: Session, tables: readonly Staged[]): Promise<readonly PutBack[]> {
  await session.query('SET CONSTRAINTS ALL IMMEDIATE');
  const first: PutBack[] = [];
  for (const staged of tables) {
    const inserted = await applyFitting(session, staged, 'insert');
    const updated = await applyFitting(session, staged, 'update');
    const refused = [...inserted.refused, ...updated.refused];
    first.push({ inserted: inserted.done, updated: updated.done, refused });
  }
  return retry(session, tables, first);
}

/** SQLSTATE foreign_key_violation: the row that is referred to may come later. */
const dangling = '23503';

/** As long as a round puts at least one row back, another one may, too. */
async function retry(
  session: Session,
  tables: readonly Staged[],
  before: readonly PutBack[],
): Promise<readonly PutBack[]> {
  let all = before;
  for (;;) {
    const next: PutBack[] = [];
    for (const [index, staged] of tables.entries()) {
      const known = all[index];
      if (known) next.push(await retryTable(session, staged, known));
    }
    if (leftOf(next) === leftOf(all)) return next;
    all = next;
  }
}

function leftOf(all: readonly PutBack[]): number {
  return all.reduce((sum, { refused }) => sum + refused.length, 0);
}

async function retryTable(session: Session, staged: Staged, before: PutBack): Promise<PutBack> {
  const refused: Refused[] = [];
  const done: Record<Action, number> = { insert: 0, update: 0 };
  for (const one of before.refused) {
    const again = one.error.code === dangling ? await applyAgain(session, staged, one) : one;
    if (again === 'done') done[one.action] += 1;
    else refused.push(again);
  }
  return { inserted: before.inserted + done.insert, updated: before.updated + done.update, refused };
}
