import type { CatalogCase } from './case.js';

export const castCases: readonly CatalogCase[] = [
  {
    name: 'a cast that is left',
    base: "CREATE TYPE mood AS ENUM ('sad')",
    change:
      'CREATE FUNCTION mood_int(mood) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE CAST (mood AS int) WITH FUNCTION mood_int(mood)',
    undo: 'SELECT 1',
    kind: 'cast',
    object: '(public.mood AS integer)',
  },
  {
    name: 'a dropped cast',
    base: "CREATE TYPE mood AS ENUM ('sad'); CREATE CAST (text AS mood) WITH INOUT AS ASSIGNMENT",
    change: 'DROP CAST (text AS mood)',
    kind: 'cast',
    object: '(text AS public.mood)',
  },
  {
    name: 'a cast that became implicit',
    base: 'CREATE TYPE a AS (x int); CREATE TYPE b AS (x int); CREATE CAST (a AS b) WITH INOUT',
    change: 'DROP CAST (a AS b); CREATE CAST (a AS b) WITH INOUT AS IMPLICIT',
    kind: 'cast',
    object: '(public.a AS public.b)',
  },
  {
    name: 'a cast made and dropped',
    base: "CREATE TYPE mood AS ENUM ('sad')",
    change: 'CREATE CAST (mood AS text) WITH INOUT',
    undo: 'DROP CAST (mood AS text)',
  },
];
