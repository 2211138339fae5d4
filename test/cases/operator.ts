import type { CatalogCase } from './case.js';

export const operatorCases: readonly CatalogCase[] = [
  {
    name: 'an operator that is left',
    change: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)',
    kind: 'operator',
    object: 'public.===(integer,integer)',
  },
  {
    name: 'a dropped operator with everything',
    base: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES); CREATE OPERATOR !== (FUNCTION = int4ne, LEFTARG = int, RIGHTARG = int, COMMUTATOR = !==, NEGATOR = ===)',
    change: 'DROP OPERATOR === (int, int); DROP OPERATOR !== (int, int)',
    kind: 'operator',
    object: 'public.===(integer,integer)',
  },
  {
    name: 'an operator whose negator was dropped',
    base: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, NEGATOR = !==); CREATE OPERATOR !== (FUNCTION = int4ne, LEFTARG = int, RIGHTARG = int, NEGATOR = ===)',
    change: 'DROP OPERATOR !== (int, int)',
    kind: 'operator',
    object: 'public.!==(integer,integer)',
  },
  {
    name: 'a dropped prefix operator',
    base: 'CREATE OPERATOR !!! (FUNCTION = int4abs, RIGHTARG = int)',
    change: 'DROP OPERATOR !!! (NONE, int)',
    kind: 'operator',
    object: 'public.!!!(NONE,integer)',
  },
  {
    name: 'an operator with other estimators',
    base: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, RESTRICT = eqsel)',
    change: 'ALTER OPERATOR === (int, int) SET (RESTRICT = NONE, JOIN = eqjoinsel)',
    kind: 'operator',
    object: 'public.===(integer,integer)',
  },
  {
    name: 'the shell of an operator that another one named',
    change: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, NEGATOR = !==)',
    undo: 'DROP OPERATOR === (int, int)',
    kind: 'operator',
    object: 'public.!==(integer,integer)',
    // A shell operator cannot be created on its own.
    there: 'impossible',
  },
  {
    name: 'an operator that is its own commutator, made and dropped',
    change: 'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===)',
    undo: 'DROP OPERATOR === (int, int)',
  },
];
