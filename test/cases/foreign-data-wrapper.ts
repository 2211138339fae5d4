import type { CatalogCase } from './case.js';

export const foreignDataWrapperCases: readonly CatalogCase[] = [
  {
    name: 'a foreign-data wrapper that is left',
    change: 'CREATE FOREIGN DATA WRAPPER remote',
    kind: 'foreign-data wrapper',
    object: 'remote',
  },
  {
    name: 'a dropped foreign-data wrapper',
    base: "CREATE ROLE rt_reader; CREATE FOREIGN DATA WRAPPER remote OPTIONS (host 'a', port '1'); GRANT USAGE ON FOREIGN DATA WRAPPER remote TO rt_reader",
    change: 'DROP FOREIGN DATA WRAPPER remote',
    kind: 'foreign-data wrapper',
    object: 'remote',
  },
  {
    name: 'a foreign-data wrapper with other options',
    base: "CREATE FOREIGN DATA WRAPPER remote OPTIONS (host 'a', port '1')",
    change: "ALTER FOREIGN DATA WRAPPER remote OPTIONS (SET host 'it''s', DROP port, ADD dbname 'd')",
    kind: 'foreign-data wrapper',
    object: 'remote',
  },
  {
    name: 'privileges on the wrapper of an extension',
    base: 'CREATE EXTENSION file_fdw; CREATE ROLE rt_reader',
    change: 'GRANT USAGE ON FOREIGN DATA WRAPPER file_fdw TO rt_reader',
    kind: 'foreign-data wrapper',
    object: 'file_fdw',
  },
  {
    name: 'a foreign-data wrapper made and dropped',
    change: 'CREATE FOREIGN DATA WRAPPER remote',
    undo: 'DROP FOREIGN DATA WRAPPER remote',
  },
];
