import type { Session } from '../../database/session.js';
import type { Target } from './target.js';

/**
 * `attmissingval` is the value that ADD COLUMN gave to existing rows where it did not rewrite them (manual,
 * 52.7). No default is evaluated: it could raise an error, read a setting or write something.
 */
const INITIAL = `
  SELECT a.attname::pg_catalog.text AS name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
    CASE WHEN a.atthasmissing THEN (a.attmissingval::pg_catalog.text::pg_catalog.text[])[1] END AS missing
  FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_attrdef AS d ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE a.attrelid = $1 AND a.attgenerated = '' AND a.attname = ANY ($2)`;

interface InitialRow {
  readonly name: string;
  readonly expression: string;
  readonly missing: string | null;
}

/**
 * Reads the values that columns get where no statement sets them, as text, by column name; only those that are
 * constants.
 */
export async function readInitialValues(
  session: Session,
  { relation, values }: Target,
): Promise<ReadonlyMap<string, string>> {
  const names = values.map(({ column }) => column.name);
  const { rows } = await session.query<InitialRow>(INITIAL, [relation.oid, names]);
  return new Map(
    rows.flatMap(({ name, expression, missing }) => {
      const value = missing ?? constantIn(expression);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Returns the value of a default that is a constant: `'none'::text`, `0`, `true`. */
function constantIn(expression: string): string | undefined {
  const text = /^'((?:[^']|'')*)'::[^'()]+(\(\d+(,\d+)?\))?[^'()]*$/.exec(expression)?.[1];
  if (text !== undefined) return text.replaceAll("''", "'");
  if (/^(true|false)$/.test(expression)) return expression.slice(0, 1);
  return /^-?\d+(\.\d+)?$/.test(expression) ? expression : undefined;
}
