import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const s = 'CREATE SEQUENCE s;';

export const sequenceCases: readonly CatalogCase[] = [
  ...bothWays('sequence', 'public.s', [
    {
      name: 'a privilege on a column of a sequence',
      base: 'CREATE SEQUENCE s',
      change: 'GRANT SELECT (last_value, xmin) ON s TO pg_monitor',
      back: 'REVOKE SELECT (last_value, xmin) ON s FROM pg_monitor',
      says: ['SELECT (last_value) TO pg_monitor'],
    },
  ]),
  ...bothWays('sequence', 'public.s', [
    {
      name: 'a sequence',
      change: 'CREATE SEQUENCE s START 5 CACHE 10',
      back: 'DROP SEQUENCE s',
      says: ['start 5'],
    },
    {
      name: 'a sequence that counts down',
      change: 'CREATE SEQUENCE s AS smallint INCREMENT -1',
      back: 'DROP SEQUENCE s',
    },
    {
      name: 'a dropped sequence',
      base: 'CREATE SEQUENCE s AS int INCREMENT -2 MINVALUE -100 MAXVALUE 100 START 50 CYCLE;',
      change: 'DROP SEQUENCE s',
      back: 'CREATE SEQUENCE s AS int INCREMENT -2 MINVALUE -100 MAXVALUE 100 START 50 CYCLE',
    },
    {
      name: 'the type of a sequence',
      base: s,
      change: 'ALTER SEQUENCE s AS int',
      back: 'ALTER SEQUENCE s AS bigint',
    },
    {
      name: 'the increment of a sequence',
      base: s,
      change: 'ALTER SEQUENCE s INCREMENT 10',
      back: 'ALTER SEQUENCE s INCREMENT 1',
    },
    {
      name: 'the start of a sequence',
      base: s,
      change: 'ALTER SEQUENCE s START 10',
      back: 'ALTER SEQUENCE s START 1',
    },
    {
      name: 'the bounds of a sequence',
      base: s,
      change: 'ALTER SEQUENCE s MINVALUE -5 MAXVALUE 50',
      back: 'ALTER SEQUENCE s NO MINVALUE NO MAXVALUE',
    },
    {
      name: 'the cache of a sequence',
      base: s,
      change: 'ALTER SEQUENCE s CACHE 20',
      back: 'ALTER SEQUENCE s CACHE 1',
    },
    {
      name: 'a sequence that cycles',
      base: s,
      change: 'ALTER SEQUENCE s CYCLE',
      back: 'ALTER SEQUENCE s NO CYCLE',
    },
    {
      name: 'an unlogged sequence',
      base: s,
      change: 'ALTER SEQUENCE s SET UNLOGGED',
      back: 'ALTER SEQUENCE s SET LOGGED',
      since: 15,
    },
    {
      name: 'the owner column of a sequence',
      base: `${s} CREATE TABLE t (a int);`,
      change: 'ALTER SEQUENCE s OWNED BY t.a',
      back: 'ALTER SEQUENCE s OWNED BY NONE',
      says: ['owned by public.t.a'],
    },
    {
      name: 'the owner of a sequence',
      base: `${s} CREATE ROLE zoo_owner;`,
      change: 'ALTER SEQUENCE s OWNER TO zoo_owner',
      back: 'ALTER SEQUENCE s OWNER TO CURRENT_USER',
    },
    {
      name: 'a grant on a sequence',
      base: `${s} CREATE ROLE zoo_reader;`,
      change: 'GRANT USAGE ON SEQUENCE s TO zoo_reader',
      back: 'REVOKE USAGE ON SEQUENCE s FROM zoo_reader',
    },
  ]),
  {
    name: 'a sequence made by hand outlives its column',
    base: 'CREATE TABLE t (a int);',
    change: "CREATE SEQUENCE s; ALTER TABLE t ADD b int DEFAULT nextval('s')",
    undo: 'ALTER TABLE t DROP b',
    kind: 'sequence',
    object: 'public.s',
  },
  {
    name: 'a table with owned sequences gets another owner',
    base: 'CREATE ROLE zoo_owner; CREATE TABLE t (a serial);',
    change: 'ALTER TABLE t OWNER TO zoo_owner',
    kind: 'sequence',
    object: 'public.t_a_seq',
  },
  { name: 'the position of a sequence is data', base: s, change: "SELECT nextval('s'), setval('s', 500)" },
];
