import type { StoredRelation } from '../../catalog/stored-data.js';
import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import type { SavedSequence } from '../manifest.js';
import type { RestoredSequence } from './restore-report.js';
import type { Target } from './target.js';

/** A sequence may go on either way; whether its number was given out already counts as half a step. */
const PUT_FORWARD = (sequence: string) => `
  SELECT pg_catalog.setval($1::pg_catalog.oid::pg_catalog.regclass, $2, $3)::pg_catalog.text AS value
  FROM ${sequence} AS s, pg_catalog.pg_sequence AS q
  WHERE q.seqrelid = $1::pg_catalog.oid AND $2::pg_catalog.int8 BETWEEN q.seqmin AND q.seqmax
    AND CASE WHEN q.seqincrement > 0 THEN ($2::pg_catalog.int8, $3::pg_catalog.bool) > (s.last_value, s.is_called)
      ELSE ($2::pg_catalog.int8, NOT $3::pg_catalog.bool) < (s.last_value, NOT s.is_called) END`;

/** Puts sequences that came back where they stood, and never back. */
export async function restoreSequences(
  session: Session,
  saved: readonly SavedSequence[],
  relations: readonly StoredRelation[],
): Promise<readonly RestoredSequence[]> {
  const restored: RestoredSequence[] = [];
  for (const { schema, name, lastValue, isCalled } of saved) {
    const found = relations.find(
      (one) => one.kind === 'sequence' && one.schema === schema && one.name === name,
    );
    restored.push({
      schema,
      name,
      ...(found
        ? await putForward(session, found, { lastValue, isCalled })
        : ({ outcome: 'missing', value: null } as const)),
    });
  }
  return restored;
}

async function putForward(
  session: Session,
  { oid, schema, name }: StoredRelation,
  { lastValue, isCalled }: Pick<SavedSequence, 'lastValue' | 'isCalled'>,
): Promise<Pick<RestoredSequence, 'outcome' | 'value'>> {
  const sequence = quoteQualified(schema, name);
  const { rows } = await session.query<{ value: string }>(PUT_FORWARD(sequence), [oid, lastValue, isCalled]);
  if (rows[0]) return { outcome: 'put-forward', value: rows[0].value };
  const { rows: now } = await session.query<{ value: string }>(
    `SELECT s.last_value::pg_catalog.text AS value FROM ${sequence} AS s`,
  );
  return { outcome: 'unchanged', value: now[0]?.value ?? null };
}

const OWNED = `
  SELECT d.objid::pg_catalog.text AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
    a.attname::pg_catalog.text AS column
  FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
    AND d.refobjid = $1::pg_catalog.oid AND a.attname = ANY ($2)`;

interface OwnedSequence {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly column: string;
}

/** Sequences that number a restored column go on after the highest number in it, whatever their names. */
export async function passHighest(session: Session, { relation, values, whole }: Target): Promise<void> {
  const names = (whole ?? values).map(({ column }) => column.name);
  const { rows } = await session.query<OwnedSequence>(OWNED, [relation.oid, names]);
  for (const { oid, schema, name, column } of rows) {
    await session.query(
      `SELECT pg_catalog.setval($1::pg_catalog.oid::pg_catalog.regclass, h.highest)
       FROM (SELECT pg_catalog.max(t.${quoteIdentifier(column)}) AS highest FROM ${quoteQualified(relation.schema, relation.name)} AS t) AS h,
         ${quoteQualified(schema, name)} AS s, pg_catalog.pg_sequence AS q
       WHERE q.seqrelid = $1::pg_catalog.oid AND q.seqincrement > 0 AND h.highest <= q.seqmax
         AND (h.highest > s.last_value OR h.highest = s.last_value AND NOT s.is_called)`,
      [oid],
    );
  }
}
