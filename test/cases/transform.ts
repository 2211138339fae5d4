import type { CatalogCase } from './case.js';

export const transformCases: readonly CatalogCase[] = [
  {
    name: 'a transform that is left',
    base: "CREATE FUNCTION from_int(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4abs'",
    change: 'CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION from_int(internal))',
    kind: 'transform',
    object: 'for integer language sql',
  },
  {
    name: 'a dropped transform',
    base: "CREATE FUNCTION from_int(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4abs'; CREATE FUNCTION to_int(internal) RETURNS int LANGUAGE internal IMMUTABLE AS 'int4abs'; CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION from_int(internal), TO SQL WITH FUNCTION to_int(internal))",
    change: 'DROP TRANSFORM FOR int LANGUAGE sql',
    kind: 'transform',
    object: 'for integer language sql',
  },
  {
    name: 'a transform with another function',
    base: "CREATE FUNCTION from_int(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4abs'; CREATE FUNCTION to_int(internal) RETURNS int LANGUAGE internal IMMUTABLE AS 'int4abs'; CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION from_int(internal))",
    change: 'CREATE OR REPLACE TRANSFORM FOR int LANGUAGE sql (TO SQL WITH FUNCTION to_int(internal))',
    kind: 'transform',
    object: 'for integer language sql',
  },
  {
    name: 'a transform made and dropped',
    base: "CREATE FUNCTION from_int(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4abs'",
    change: 'CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION from_int(internal))',
    undo: 'DROP TRANSFORM FOR int LANGUAGE sql',
  },
];
