import fc from 'fast-check';
import { canonicalExpression } from '../../src/catalog/model/canonical-expression.js';
import type { Session } from '../../src/database/session.js';

const TABLE = `
  CREATE TYPE mood AS ENUM ('a', 'b');
  CREATE DOMAIN code AS varchar(5);
  CREATE TABLE every (i int, l bigint, k smallint, n numeric(8,2), f float8, t text, v varchar(5), w varchar, c char(3),
    b boolean, d date, z timestamptz, r interval, m mood, o code, j jsonb, x name, ai int[], av varchar(5)[], at text[])`;

const texts = fc.constantFrom(
  'v',
  'w',
  't',
  'c',
  'o',
  'x',
  "'a'",
  "'b'",
  "'a'::varchar",
  "'b'::varchar(3)",
  'upper(v)',
  "v || 'x'",
  'av[1]',
  "coalesce(v, w, 'z')",
  'lower(o)',
);
const numbers = fc.constantFrom(
  'i',
  'l',
  'k',
  'n',
  'f',
  '1',
  '2.5',
  '-3',
  'i + l',
  'n * 2',
  '- i',
  'length(v)',
  'k::bigint',
  'ai[1]',
  'extract(day from d)',
);
const others = fc.constantFrom(
  ['d', "'2020-01-01'"],
  ['z', "'2020-01-01 00:00+02'"],
  ['r', "'1 day'"],
  ['m', "'a'"],
  ['b', 'true'],
  ['j', `'{"a": 1}'`],
);
const textLists = fc.constantFrom(
  'av',
  'at',
  "ARRAY['a','b']",
  "ARRAY['a','b']::varchar[]",
  "'{a,b}'",
  'ARRAY[v, w]',
  'ARRAY[v, t]',
  "ARRAY['a','b']::varchar(3)[]",
  "string_to_array('a,b', ',')",
);
const numberLists = fc.constantFrom(
  'ai',
  'ARRAY[1, 2]',
  'ARRAY[i, l]',
  'ARRAY[1.5, 2]',
  "'{1,2}'",
  'ARRAY[1, 2]::bigint[]',
  'ARRAY[i + 1, 2]::numeric[]',
);
const comparisons = fc.constantFrom('=', '<>', '<', '>=', 'IS DISTINCT FROM');

function in3(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      left: value,
      not: fc.constantFrom('', 'NOT '),
      list: fc.array(value, { minLength: 1, maxLength: 4 }),
    })
    .map(({ left, not, list }) => `${left} ${not}IN (${list.join(', ')})`);
}

const simple = fc.oneof(
  in3(texts),
  in3(numbers),
  fc.tuple(others, comparisons).map(([[column = '', value = '']]) => `${column} IN (${value}, ${value})`),
  fc.tuple(texts, comparisons, texts).map((parts) => parts.join(' ')),
  fc.tuple(numbers, comparisons, numbers).map((parts) => parts.join(' ')),
  fc
    .tuple(texts, fc.constantFrom('= ANY', '<> ALL', '= ALL'), textLists)
    .map(([a, how, list]) => `${a} ${how} (${list})`),
  fc
    .tuple(numbers, fc.constantFrom('= ANY', '<> ALL', '> ANY'), numberLists)
    .map(([a, how, list]) => `${a} ${how} (${list})`),
  fc.tuple(texts, texts, texts).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`),
  fc.tuple(texts, texts, numbers, numbers).map(([a, b, c, d]) => `(${a}, ${c}) IN ((${b}, ${d}), (${a}, 1))`),
  texts.map((a) => `${a} LIKE 'a%' IS NOT FALSE`),
  texts.map((a) => `${a} IN (SELECT w FROM every WHERE v IN ('a', 'b'))`),
  fc
    .tuple(texts, texts)
    .map(([a, b]) => `CASE ${a} WHEN 'x' THEN true WHEN ${b} THEN b ELSE v IN ('q', 'r') END`),
  fc.constantFrom(
    'b',
    'NOT b',
    'v IS NULL',
    'every IS NOT NULL',
    "j ->> 'a' IN ('x', 'y')",
    "z AT TIME ZONE 'UTC' > d",
  ),
);

/** Conditions of several levels over columns of many types. */
export const conditions: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: simple, weight: 3 },
    {
      arbitrary: fc
        .tuple(fc.array(tie('condition'), { minLength: 2, maxLength: 3 }), fc.constantFrom(' AND ', ' OR '))
        .map(([parts, word]) => parts.map((part) => `(${part})`).join(word)),
      weight: 2,
    },
    { arbitrary: tie('condition').map((part) => `NOT (${part})`), weight: 1 },
  ),
})).condition;

/** Creates the table to which the conditions refer. */
export async function prepareToPrint(session: Session): Promise<void> {
  await session.query(TABLE);
}

/**
 * Returns a condition as PostgreSQL prints it, and as it prints that result again; `undefined` for random
 * conditions that are invalid because their types do not match.
 */
export async function printTwice(
  session: Session,
  condition: string,
): Promise<readonly [string, string] | undefined> {
  const once = await printed(session, `SELECT (${condition}) AS is FROM every`);
  if (once === undefined) return undefined;
  const twice = await printed(session, once);
  if (twice === undefined) throw new Error(`what was printed cannot be read: ${once}`);
  return [canonicalExpression(once), canonicalExpression(twice)];
}

async function printed(session: Session, query: string): Promise<string | undefined> {
  await session.query('BEGIN');
  try {
    await session.query(`CREATE VIEW printed AS ${query}`);
    const { rows } = await session.query<{ text: string }>(
      "SELECT pg_get_viewdef('printed'::regclass) AS text",
    );
    return rows[0]?.text.replace(/;$/, '');
  } catch {
    return undefined;
  } finally {
    await session.query('ROLLBACK');
  }
}
