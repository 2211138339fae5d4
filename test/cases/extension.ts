import type { CatalogCase } from './case.js';

export const extensionCases: readonly CatalogCase[] = [
  {
    name: 'an extension that is left, with none of its members',
    change: 'CREATE EXTENSION citext',
    kind: 'extension',
    object: 'citext',
  },
  {
    name: 'a dropped extension',
    base: 'CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext',
    change: 'DROP EXTENSION citext',
    kind: 'extension',
    object: 'citext',
  },
  {
    name: 'an extension in another schema',
    base: 'CREATE EXTENSION citext; CREATE SCHEMA ext',
    change: 'ALTER EXTENSION citext SET SCHEMA ext',
    kind: 'extension',
    object: 'citext',
  },
  {
    name: 'an extension of another version',
    base: "CREATE EXTENSION citext VERSION '1.4'",
    change: "DROP EXTENSION citext; CREATE EXTENSION citext VERSION '1.5'",
    kind: 'extension',
    object: 'citext',
    says: ['1.4', '1.5'],
  },
  {
    name: 'an extension that was newer',
    base: "CREATE EXTENSION citext VERSION '1.5'",
    change: "DROP EXTENSION citext; CREATE EXTENSION citext VERSION '1.4'",
    kind: 'extension',
    object: 'citext',
  },
  {
    name: 'the extension that every database has',
    change: 'DROP EXTENSION plpgsql',
    kind: 'extension',
    object: 'plpgsql',
  },
  {
    name: 'an extension made and dropped',
    change: 'CREATE EXTENSION citext',
    undo: 'DROP EXTENSION citext',
  },
  {
    name: 'an extension made again',
    base: 'CREATE EXTENSION citext',
    change: 'DROP EXTENSION citext',
    undo: 'CREATE EXTENSION citext',
  },
  {
    name: 'an extension of foreign data made and dropped',
    change: 'CREATE EXTENSION file_fdw',
    undo: 'DROP EXTENSION file_fdw',
  },
];
