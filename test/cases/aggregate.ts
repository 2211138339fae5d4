import type { CatalogCase } from './case.js';

export const aggregateCases: readonly CatalogCase[] = [
  {
    name: 'an aggregate that is left',
    change: "CREATE AGGREGATE product (float8) (SFUNC = float8mul, STYPE = float8, INITCOND = '1')",
    kind: 'aggregate',
    object: 'public.product(double precision)',
  },
  {
    name: 'a dropped aggregate over no argument',
    base: 'CREATE ROLE rt_reader; CREATE AGGREGATE rows_of (*) (SFUNC = int8inc, STYPE = int8, INITCOND = 0, PARALLEL = SAFE); REVOKE EXECUTE ON FUNCTION rows_of() FROM PUBLIC; GRANT EXECUTE ON FUNCTION rows_of() TO rt_reader',
    change: 'DROP AGGREGATE rows_of(*)',
    kind: 'aggregate',
    object: 'public.rows_of()',
  },
  {
    name: 'a dropped aggregate with all options',
    base: "CREATE AGGREGATE average (float8) (SFUNC = float8_accum, STYPE = float8[], SSPACE = 64, FINALFUNC = float8_avg, FINALFUNC_MODIFY = SHAREABLE, COMBINEFUNC = float8_combine, INITCOND = '{0,0,0}', MSFUNC = float8_accum, MINVFUNC = float8_accum, MSTYPE = float8[], MFINALFUNC = float8_avg, MINITCOND = '{0,0,0}')",
    change: 'DROP AGGREGATE average(float8)',
    kind: 'aggregate',
    object: 'public.average(double precision)',
  },
  {
    name: 'an aggregate with a sort operator',
    base: 'CREATE AGGREGATE least_of (int) (SFUNC = int4smaller, STYPE = int, SORTOP = <)',
    change: 'DROP AGGREGATE least_of(int)',
    kind: 'aggregate',
    object: 'public.least_of(integer)',
  },
  {
    name: 'an ordered-set aggregate',
    base: 'CREATE AGGREGATE middle (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA)',
    change: 'DROP AGGREGATE middle(float8 ORDER BY anyelement)',
    kind: 'aggregate',
    object: 'public.middle(double precision,anyelement)',
  },
  {
    name: 'an aggregate with another start',
    base: "CREATE AGGREGATE product (float8) (SFUNC = float8mul, STYPE = float8, INITCOND = '1')",
    change:
      "CREATE OR REPLACE AGGREGATE product (float8) (SFUNC = float8mul, STYPE = float8, INITCOND = '2')",
    kind: 'aggregate',
    object: 'public.product(double precision)',
  },
  {
    name: 'an aggregate made and dropped',
    change: 'CREATE AGGREGATE product (float8) (SFUNC = float8mul, STYPE = float8)',
    undo: 'DROP AGGREGATE product(float8)',
  },
];
