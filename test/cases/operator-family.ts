import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

export const operatorFamilyCases: readonly CatalogCase[] = [
  ...bothWays('operator family', 'pg_catalog.integer_ops USING btree', [
    {
      name: 'an operator of a user in a built-in family',
      base: `CREATE FUNCTION lt(int4, numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1::numeric < $2';
        CREATE OPERATOR <<< (LEFTARG = int4, RIGHTARG = numeric, FUNCTION = lt)`,
      change: 'ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 1 <<< (int4, numeric)',
      back: 'ALTER OPERATOR FAMILY integer_ops USING btree DROP OPERATOR 1 (int4, numeric)',
      says: ['OPERATOR 1 public.<<<(integer,numeric)'],
    },
  ]),
  {
    name: 'an operator family that is left',
    change: 'CREATE OPERATOR FAMILY ordered USING btree',
    kind: 'operator family',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a family that a class made and left',
    change:
      'CREATE OPERATOR CLASS ordered FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)',
    undo: 'DROP OPERATOR CLASS ordered USING btree',
    kind: 'operator family',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a dropped family with members',
    base: 'CREATE OPERATOR FAMILY ordered USING btree; ALTER OPERATOR FAMILY ordered USING btree ADD OPERATOR 1 < (int4, int8), FUNCTION 1 (int4, int8) btint48cmp(int4, int8)',
    change: 'DROP OPERATOR FAMILY ordered USING btree',
    kind: 'operator family',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a family with another member',
    base: 'CREATE OPERATOR FAMILY ordered USING btree; ALTER OPERATOR FAMILY ordered USING btree ADD OPERATOR 1 < (int4, int8), FUNCTION 1 (int4, int8) btint48cmp(int4, int8)',
    change:
      'ALTER OPERATOR FAMILY ordered USING btree DROP OPERATOR 1 (int4, int8), FUNCTION 1 (int4, int8); ALTER OPERATOR FAMILY ordered USING btree ADD OPERATOR 5 > (int4, int8)',
    kind: 'operator family',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a dropped family with its class',
    base: 'CREATE OPERATOR CLASS ordered FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)',
    change: 'DROP OPERATOR FAMILY ordered USING btree',
    kind: 'operator family',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a family made and dropped',
    change: 'CREATE OPERATOR FAMILY ordered USING btree',
    undo: 'DROP OPERATOR FAMILY ordered USING btree',
  },
];
