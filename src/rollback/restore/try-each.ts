import { catalogText } from '../../database/text-conversion.js';
import { quoteLiteral } from '../../database/quote.js';
import { changeOwnObjects } from '../../database/own-objects.js';
import { actionSql, type ApplyContext, type Range } from './apply.js';
import { noRefusals, rejectRows, type Refusals } from './refusals.js';
import { danglingCode, moreThanTable } from './server-error.js';
import type { Staged } from './staging-tables.js';

/** SQLSTATE that the block raises to roll back a successful attempt. */
const takenBack = 'RT000';

/**
 * Tries each line of a range by itself, in one block on the server, which saves a round trip for each line. All
 * attempts are rolled back.
 */
export async function tryEach(context: ApplyContext, staged: Staged, range: Range): Promise<Refusals> {
  const { session } = context;
  await changeOwnObjects(session, REFUSED);
  await session.query(`DO LANGUAGE plpgsql ${quoteLiteral(blockFor(staged, range))}`);
  const { rows } = await session.query<{ n: string; message: string; sqlState: string }>(TAKE);
  const lines = rows.map(({ n }) => n);
  await rejectRows(context, staged, { where: 'f.n = ANY ($1::pg_catalog.int8[])', values: [lines] });
  return { ...noRefusals, lines: new Map(rows.map(({ n, ...reason }) => [n, reason])) };
}

const REFUSED = `CREATE TEMPORARY TABLE IF NOT EXISTS roundtrip_refused
  (n pg_catalog.int8, message pg_catalog.text, state pg_catalog.text) ON COMMIT DROP`;

const TAKE = `DELETE FROM pg_temp.roundtrip_refused AS r
  RETURNING ${catalogText('r.n')} AS n, r.message, r.state AS "sqlState"`;

/** A foreign key violation shows that the line is otherwise valid. */
function blockFor(staged: Staged, { action, from, to }: Range): string {
  const sql = actionSql(staged, { action, where: `f.outcome = '${action}' AND f.step = $1` });
  return `
    DECLARE line pg_catalog.record;
    BEGIN
      FOR line IN SELECT f.n, f.step FROM ${staged.outcomes} AS f WHERE f.outcome = '${action}' AND f.step BETWEEN ${from} AND ${to} LOOP
        BEGIN
          EXECUTE ${quoteLiteral(sql)} USING line.step;
          RAISE EXCEPTION USING ERRCODE = '${takenBack}';
        EXCEPTION WHEN OTHERS THEN
          IF SQLSTATE ~ ${quoteLiteral(moreThanTable.source)} THEN RAISE; END IF;
          IF SQLSTATE NOT IN ('${takenBack}', '${danglingCode}') THEN
            INSERT INTO pg_temp.roundtrip_refused VALUES (line.n, SQLERRM, SQLSTATE);
          END IF;
        END;
      END LOOP;
    END`;
}
