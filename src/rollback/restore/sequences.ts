import { catalogText } from '../../database/text-conversion.js';
import type { StoredRelation } from '../../catalog/data/stored-data.js';
import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import type { SavedSequence } from '../backup/manifest.js';
import type { RestoredSequence } from './restore-report.js';
import { orServerError } from './server-error.js';
import type { Target } from './target.js';

/** A sequence may ascend or descend. Whether its last value was already returned counts as half a step. */
const PUT_FORWARD = (sequence: string) => `
  SELECT CASE WHEN NOT $2::pg_catalog.int8 BETWEEN q.seqmin AND q.seqmax THEN 'outside'
      WHEN q.seqincrement > 0 AND ($2::pg_catalog.int8, $3::pg_catalog.bool) > (s.last_value, s.is_called)
        OR q.seqincrement < 0 AND ($2::pg_catalog.int8, NOT $3::pg_catalog.bool) < (s.last_value, NOT s.is_called)
      THEN ${catalogText('pg_catalog.setval(q.seqrelid::pg_catalog.regclass, $2, $3)')} END AS value,
    ${catalogText('s.last_value')} AS before
  FROM ${sequence} AS s, pg_catalog.pg_sequence AS q WHERE q.seqrelid = $1::pg_catalog.oid`;

/** Advances re-created sequences to their saved position, and never moves a sequence back. */
export async function restoreSequences(
  session: Session,
  saved: readonly SavedSequence[],
  relations: readonly StoredRelation[],
): Promise<readonly RestoredSequence[]> {
  const restored: RestoredSequence[] = [];
  for (const { schema, name, ...position } of saved) {
    const found = relations.find(
      (one) => one.kind === 'sequence' && one.schema === schema && one.name === name,
    );
    const outcome = found ? await putForward(session, found, position) : missing;
    restored.push({ schema, name, ...outcome });
  }
  return restored;
}

type Outcome = Pick<RestoredSequence, 'outcome' | 'value' | 'message'>;

const missing: Outcome = { outcome: 'missing', value: null, message: null };

async function putForward(
  session: Session,
  { oid, schema, name }: StoredRelation,
  { lastValue, isCalled }: Pick<SavedSequence, 'lastValue' | 'isCalled'>,
): Promise<Outcome> {
  const set = () =>
    session.query<{ value: string | null; before: string }>(PUT_FORWARD(quoteQualified(schema, name)), [
      ...[oid, lastValue, isCalled],
    ]);
  const result = await orServerError({ session, name: 'roundtrip_sequence' }, set);
  if (result instanceof Error) return { outcome: 'refused', value: null, message: result.message };
  const [row] = result.rows;
  if (row?.value === 'outside')
    return { outcome: 'refused', value: row.before, message: `${lastValue} is now out of its bounds` };
  if (typeof row?.value === 'string') return { outcome: 'put-forward', value: row.value, message: null };
  return { outcome: 'unchanged', value: row?.before ?? null, message: null };
}

/**
 * Sequences owned by columns of numeric types; from a text one cannot tell which number of a sequence it
 * contains.
 */
const OWNED = `
  SELECT ${catalogText('d.objid')} AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
    a.attname::pg_catalog.text AS column
  FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
    AND d.refobjid = $1::pg_catalog.oid AND a.attname = ANY ($2)
    AND a.atttypid IN ('pg_catalog.int2'::pg_catalog.regtype, 'pg_catalog.int4'::pg_catalog.regtype,
      'pg_catalog.int8'::pg_catalog.regtype, 'pg_catalog.numeric'::pg_catalog.regtype)`;

interface OwnedSequence {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly column: string;
}

const PASS = ({ column, schema, name }: OwnedSequence, { relation }: Target) => `
  SELECT pg_catalog.setval(q.seqrelid::pg_catalog.regclass, h.furthest::pg_catalog.int8)
  FROM (SELECT pg_catalog.trunc(CASE WHEN p.seqincrement > 0 THEN pg_catalog.max(t.${quoteIdentifier(column)})
        ELSE pg_catalog.min(t.${quoteIdentifier(column)}) END::pg_catalog.numeric) AS furthest
      FROM ${quoteQualified(relation.schema, relation.name)} AS t, pg_catalog.pg_sequence AS p
      WHERE p.seqrelid = $1::pg_catalog.oid GROUP BY p.seqincrement) AS h,
    ${quoteQualified(schema, name)} AS s, pg_catalog.pg_sequence AS q
  WHERE q.seqrelid = $1::pg_catalog.oid AND h.furthest BETWEEN q.seqmin AND q.seqmax
    AND CASE WHEN q.seqincrement > 0 THEN h.furthest > s.last_value ELSE h.furthest < s.last_value END
    OR q.seqrelid = $1::pg_catalog.oid AND h.furthest = s.last_value AND NOT s.is_called`;

/**
 * Advances the sequences that number a restored column past the furthest number in it, whatever their names.
 * @returns the sequences that the server refused to set
 */
export async function passFurthest(session: Session, target: Target): Promise<readonly RestoredSequence[]> {
  const { relation, values, whole } = target;
  const names = (whole ?? values).map(({ column }) => column.name);
  const { rows } = await session.query<OwnedSequence>(OWNED, [relation.oid, names]);
  const refused: RestoredSequence[] = [];
  for (const sequence of rows) {
    const result = await orServerError({ session, name: 'roundtrip_sequence' }, () =>
      session.query(PASS(sequence, target), [sequence.oid]),
    );
    if (!(result instanceof Error)) continue;
    const { schema, name } = sequence;
    refused.push({ schema, name, outcome: 'refused', value: null, message: result.message });
  }
  return refused;
}
