import { useBench } from '../cli/support/bench.js';

const bench = useBench();

const types = [
  ...[
    'int2',
    'int4',
    'int8',
    'oid',
    'numeric',
    'float8',
    'bool',
    'name',
    'xid',
    'tid',
    'json',
    'jsonb',
    'uuid',
  ],
  ...[
    'timestamp',
    'timestamptz',
    'interval',
    'regclass',
    'regtype',
    'regproc',
    'regprocedure',
    'regoperator',
  ],
  ...[
    'regcollation',
    'regnamespace',
    'regrole',
    'inet',
    '"char"',
    'xml',
    'int2vector',
    'oidvector',
    'text[]',
    'oid[]',
  ],
];

/** Creates every cast between these types and text that PostgreSQL allows. */
const hostile = (context: string, chosen: readonly string[]) => `
CREATE SCHEMA hostile;
DO $do$
DECLARE
  pair record;
  number integer := 0;
BEGIN
  FOR pair IN
    SELECT o.source, o.target FROM pg_catalog.unnest(ARRAY['${chosen.join("','")}']) AS t (name)
      CROSS JOIN LATERAL (VALUES (t.name, 'text'), ('text', t.name), (t.name, 'varchar'), ('varchar', t.name)) AS o (source, target)
  LOOP
    number := number + 1;
    BEGIN
      EXECUTE pg_catalog.format('CREATE FUNCTION hostile.f%s(%s) RETURNS %s LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION ''a cast of a user runs: %s to %s''; END $f$',
        number, pair.source, pair.target, pair.source, pair.target);
      EXECUTE pg_catalog.format('CREATE CAST (%s AS %s) WITH FUNCTION hostile.f%s(%s)${context}',
        pair.source, pair.target, number, pair.source);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
END $do$;
CREATE FUNCTION public.left(name, integer) RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'a function of a user runs'; END $f$;
CREATE FUNCTION hostile.never(anyelement, anyelement) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'an operator of a user runs'; END $f$;
CREATE FUNCTION hostile.never(text, name) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'an operator of a user runs'; END $f$;
CREATE FUNCTION hostile.never(oid, integer) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'an operator of a user runs'; END $f$;
CREATE FUNCTION hostile.never("char", text) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'an operator of a user runs'; END $f$;
CREATE OPERATOR public.= (FUNCTION = hostile.never, LEFTARG = oid, RIGHTARG = integer);
CREATE OPERATOR public.<> (FUNCTION = hostile.never, LEFTARG = oid, RIGHTARG = integer);
CREATE OPERATOR public.= (FUNCTION = hostile.never, LEFTARG = text, RIGHTARG = name);
CREATE OPERATOR public.= (FUNCTION = hostile.never, LEFTARG = "char", RIGHTARG = text);
`;

const tables = {
  'migrations/1_before.js': `export const up = (pgm) => {
  pgm.createTable('people', { id: 'id', name: { type: 'text', notNull: true }, born: 'timestamptz', score: 'numeric', tags: 'text[]', kind: 'int2' });
  pgm.sql("INSERT INTO people (name, kind) VALUES ('a', 1), ('b', 2)");
};
export const down = (pgm) => { pgm.dropTable('people'); };`,
  'migrations/3_after.js': `export const up = (pgm) => {
  pgm.createTable('posts', { id: 'id', author: { type: 'integer', references: 'people', notNull: true }, title: 'varchar(80)', big: 'bigserial' });
  pgm.createIndex('posts', 'author');
  pgm.sql("CREATE VIEW titles AS SELECT p.title FROM posts p; COMMENT ON TABLE posts IS 'what people wrote'; CREATE SEQUENCE counter START 5 INCREMENT 2 CACHE 3");
  pgm.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN short AS text CHECK (length(VALUE) < 9); ALTER TABLE people ADD note text COLLATE \\"C\\"");
};
export const down = (pgm) => {
  pgm.sql('ALTER TABLE people DROP note; DROP DOMAIN short; DROP TYPE mood; DROP SEQUENCE counter; DROP VIEW titles');
  pgm.dropTable('posts');
};`,
  'migrations/4_index.js': `export const up = (pgm) => { pgm.noTransaction(); pgm.createIndex('people', 'name', { concurrently: true, name: 'people_name' }); };
export const down = (pgm) => { pgm.noTransaction(); pgm.dropIndex('people', 'name', { concurrently: true, name: 'people_name' }); };`,
  'seeds/development/1_people.sql': "INSERT INTO people (name) VALUES ('seeded');",
};

const commands = [
  ...[
    'prove',
    'up',
    'status',
    'history',
    'verify',
    'docs',
    'seed --force',
    'down --plan',
    'down 3_after --backup kept.tar --yes',
  ],
  ...['up', 'restore kept.tar', 'redo 2', 'up --dry-run', 'down --dry-run', 'down 3_after --yes', 'up'],
];

describe("a user's casts, functions and operators", () => {
  it.each([
    ['on assignment', ' AS ASSIGNMENT', types],
    // Such casts restore the implicit casts of PostgreSQL 8.2.
    ['implicit', ' AS IMPLICIT', ['int4', 'int8', 'numeric', 'timestamptz', 'oid', 'regclass']],
  ])('are not called in the queries of roundtrip: casts %s', async (_what, context, chosen) => {
    const project = await bench.project({
      ...tables,
      'migrations/2_hostile.js': `export const up = (pgm) => { pgm.sql(${JSON.stringify(hostile(context, chosen))}); };
export const down = (pgm) => { pgm.sql('DROP SCHEMA hostile CASCADE; DROP FUNCTION public.left(name, integer)'); };`,
    });
    const wrong: string[] = [];
    for (const command of commands) {
      const { code, stdout, stderr } = await project.run(command);
      if (code !== 0) wrong.push(`${command}: ${code}\n${stdout}${stderr}`);
    }
    expect(wrong).toEqual([]);
  });
});
