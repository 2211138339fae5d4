import type { CatalogCase } from './case.js';

export const procedureCases: readonly CatalogCase[] = [
  {
    name: 'a procedure that is left',
    change: 'CREATE PROCEDURE work(a int, OUT b int) LANGUAGE sql AS $$ SELECT 1 $$',
    kind: 'procedure',
    object: 'public.work(integer)',
  },
  {
    name: 'a dropped procedure',
    base: 'CREATE ROLE rt_owner; CREATE PROCEDURE work(INOUT a int DEFAULT 1) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN END $$; ALTER PROCEDURE work OWNER TO rt_owner; REVOKE EXECUTE ON PROCEDURE work FROM PUBLIC',
    change: 'DROP PROCEDURE work',
    kind: 'procedure',
    object: 'public.work(integer)',
  },
  {
    name: 'a procedure with another body',
    base: 'CREATE PROCEDURE work() LANGUAGE sql AS $$ SELECT 1 $$',
    change: 'CREATE OR REPLACE PROCEDURE work() LANGUAGE sql AS $$ SELECT 2 $$',
    kind: 'procedure',
    object: 'public.work()',
  },
  {
    name: 'a procedure made and dropped',
    change: 'CREATE PROCEDURE work() LANGUAGE sql AS $$ SELECT 1 $$',
    undo: 'DROP PROCEDURE work',
  },
];
