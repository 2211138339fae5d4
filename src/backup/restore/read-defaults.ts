import type { Session } from '../../database/session.js';
import { printed } from './printed.js';
import type { Target } from './target.js';

const DEFAULTS = `
  SELECT a.attname::pg_catalog.text AS name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_catalog.pg_attrdef AS d
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE d.adrelid = $1 AND a.attgenerated = '' AND a.attname = ANY ($2)`;

interface DefaultRow {
  readonly name: string;
  readonly expression: string;
  readonly type: string;
}

/** What columns hold where nobody sets them, as text, by name; without those that take a number from a sequence. */
export async function readDefaults(
  session: Session,
  { relation, values }: Target,
): Promise<ReadonlyMap<string, string>> {
  const names = values.map(({ column }) => column.name);
  const { rows } = await session.query<DefaultRow>(DEFAULTS, [relation.oid, names]);
  const texts = new Map<string, string>();
  for (const { name, expression, type } of rows.filter((row) => !row.expression.includes('nextval('))) {
    const { rows: found } = await session.query<{ text: string | null }>(
      `SELECT ${printed('d.value')} AS text FROM (SELECT (${expression})::${type}) AS d (value)`,
    );
    const text = found[0]?.text;
    if (typeof text === 'string') texts.set(name, text);
  }
  return texts;
}
