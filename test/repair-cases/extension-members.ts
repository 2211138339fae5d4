import { repairCase, type RepairCase } from './repair-case.js';

const members: Readonly<Record<string, readonly [create: string, name: string]>> = {
  function: [
    `CREATE FUNCTION f(int, VARIADIC a "char"[]) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'f(int, "char"[])',
  ],
  procedure: [`CREATE PROCEDURE p(OUT a int) LANGUAGE sql AS 'SELECT 1'`, 'p(OUT int)'],
  aggregate: ['CREATE AGGREGATE "All" (int) (sfunc = int4pl, stype = int)', '"All" (int)'],
  'aggregate of rows': [
    "CREATE AGGREGATE total(*) (sfunc = int8inc, stype = bigint, initcond = '0')",
    'total(*)',
  ],
  table: [`CREATE TABLE t (id int PRIMARY KEY, a text CHECK (a <> '')); COMMENT ON COLUMN t.a IS 'x'`, 't'],
  view: ['CREATE VIEW v AS SELECT 1 AS a', 'v'],
  'materialized view': ['CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX ON m (a)', 'm'],
  sequence: ['CREATE SEQUENCE s', 's'],
  type: ["CREATE TYPE mood AS ENUM ('ok')", 'mood'],
  'composite type': ['CREATE TYPE pair AS (a int, b int)', 'pair'],
  domain: ['CREATE DOMAIN d AS int CHECK (VALUE > 0)', 'd'],
  schema: ['CREATE SCHEMA "Extra"', '"Extra"'],
  operator: ['CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)', '=== (int, int)'],
  'operator family': ['CREATE OPERATOR FAMILY fam USING btree', 'fam USING btree'],
  cast: ['CREATE CAST (int4 AS point) WITH INOUT', '(int4 AS point)'],
  collation: ['CREATE COLLATION c FROM "C"', 'c'],
  'text search configuration': ['CREATE TEXT SEARCH CONFIGURATION cfg (COPY = simple)', 'cfg'],
  'foreign data wrapper': ['CREATE FOREIGN DATA WRAPPER w', 'w'],
  server: ['CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w', 'far'],
};

const [older, newer] = ['1.4', '1.5'].map((version) => `CREATE EXTENSION citext VERSION '${version}';`);
const user = 'CREATE TABLE t (a public.citext, b text)';

export const extensionMemberCases: readonly RepairCase[] = [
  repairCase('extension with a newer version', `${older}`, "ALTER EXTENSION citext UPDATE TO '1.5'"),
  repairCase(
    'extension in use with a newer version',
    `${older} ${user}`,
    "ALTER EXTENSION citext UPDATE TO '1.5'",
    { cannot: ['extension citext'] },
  ),
  repairCase(
    'extension in use until now with an older version',
    `${newer} ${user}`,
    `DROP EXTENSION citext CASCADE; ${older}`,
  ),
  ...Object.entries(members).map(([title, [create, name]]) => {
    const kind = title === 'composite type' ? 'type' : title.replace(/ of rows$/, '');
    return repairCase(
      `${title} that joins an extension`,
      `CREATE EXTENSION lo; ${create}`,
      `ALTER EXTENSION lo ADD ${kind} ${name}`,
    );
  }),
  repairCase(
    'function that joins a new extension',
    `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'CREATE EXTENSION lo; ALTER EXTENSION lo ADD FUNCTION f(int)',
  ),
];
