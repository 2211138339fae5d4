import type { Database, Session } from '../database/session.js';
import { sqlStateOf } from '../database/sqlstate.js';
import { withTransaction } from '../database/transaction.js';
import { withSession } from '../database/with-session.js';
import { messageOf } from '../errors.js';
import { addRows } from '../rows/add-rows.js';
import { checkDeferred } from '../rows/check-deferred.js';
import { triggersSql } from './losses/captured-rows.js';
import type { RehearsedMigration } from './rehearsal-report.js';

/** Rows written in the place of users. */
export interface WrittenRows {
  readonly written: RehearsedMigration['written'];
  /** The number of the first transaction that wrote them, without its epoch. */
  readonly since: number;
  readonly notes: readonly string[];
}

const NUMBER = `
  SELECT pg_catalog.mod(pg_catalog.int8in(pg_catalog.xid8out(pg_catalog.pg_current_xact_id())), 4294967296)::pg_catalog.float8
    AS number`;

/**
 * Writes a few rows into each of the tables, so that a down has something to lose that its up did not find.
 * Tables that accept none are noted.
 */
export async function writeRows(database: Database, tables: readonly string[]): Promise<WrittenRows> {
  return withSession(database, async (session) => {
    try {
      return await withTransaction(session, () => write(session, tables));
    } catch (error) {
      if (sqlStateOf(error) === undefined) throw error;
      return { written: [], since: 0, notes: [`no rows were written before the down: ${messageOf(error)}`] };
    }
  });
}

async function write(session: Session, tables: readonly string[]): Promise<WrittenRows> {
  const { rows } = await session.query<{ number: number }>(NUMBER);
  // Triggers would change rows that are compared later. Tables that need them are tried with them.
  await session.query(triggersSql('replica'));
  const alone = await addRows(session, tables);
  await session.query(triggersSql('origin'));
  const refused = alone.filter(({ outcome }) => outcome.kind === 'not-filled').map(({ table }) => table);
  const filled = [
    ...alone.filter(({ outcome }) => outcome.kind === 'filled'),
    ...(await addRows(session, refused)),
  ];
  await checkDeferred(session);
  return {
    since: rows[0]?.number ?? 0,
    written: filled.flatMap(({ table, outcome }) =>
      outcome.kind === 'filled' ? [{ table, rows: outcome.rows }] : [],
    ),
    notes: filled.flatMap(({ table, outcome }) =>
      outcome.kind === 'filled' ? [] : [`no rows were written to ${table}: ${outcome.reason}`],
    ),
  };
}
