import type { CatalogCase } from './case.js';

export const operatorClassCases: readonly CatalogCase[] = [
  {
    name: 'an operator class that is left in a family',
    base: 'CREATE OPERATOR FAMILY ordered USING btree',
    change:
      'CREATE OPERATOR CLASS ordered FOR TYPE int USING btree FAMILY ordered AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)',
    kind: 'operator class',
    object: 'public.ordered USING btree',
  },
  {
    name: 'a dropped operator class',
    base: "CREATE TYPE mood AS ENUM ('sad'); CREATE OPERATOR FAMILY moods USING gist; CREATE OPERATOR CLASS moods FOR TYPE box USING gist FAMILY moods AS OPERATOR 1 <<, OPERATOR 15 <-> (box, point) FOR ORDER BY float_ops, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_box_distance(internal, box, smallint, oid, internal)",
    change: 'DROP OPERATOR CLASS moods USING gist',
    kind: 'operator class',
    object: 'public.moods USING gist',
  },
  {
    name: 'an operator class without members',
    base: 'CREATE OPERATOR FAMILY bare USING btree; CREATE OPERATOR CLASS bare FOR TYPE int USING btree FAMILY bare AS STORAGE int',
    change: 'DROP OPERATOR CLASS bare USING btree',
    kind: 'operator class',
    object: 'public.bare USING btree',
  },
  {
    name: 'an operator class that became the default',
    base: 'CREATE TYPE mood AS (a int); CREATE OPERATOR FAMILY moods USING btree; CREATE OPERATOR CLASS moods FOR TYPE mood USING btree FAMILY moods AS STORAGE mood',
    change:
      'DROP OPERATOR CLASS moods USING btree; CREATE OPERATOR CLASS moods DEFAULT FOR TYPE mood USING btree FAMILY moods AS STORAGE mood',
    kind: 'operator class',
    object: 'public.moods USING btree',
  },
];
