import { locationOf, type FailedStatement } from '../../../src/migrations/failed-place.js';
import type { Migration } from '../../../src/migrations/migration.js';

const path = '/project/migrations/1_a.sql';

function sqlMigration(text: string): Migration {
  return {
    name: '1_a',
    path,
    downPath: undefined,
    timestamp: 1,
    shorthands: {},
    up: () => undefined,
    down: { kind: 'absent' },
    sql: { up: { path, text }, down: { path, text } },
  };
}

function codeMigration(): Migration {
  const { sql, ...migration } = sqlMigration('');
  expect(sql).toBeDefined();
  return { ...migration, path: '/project/migrations/1_a.ts' };
}

/** The location of a failure, with its position at the text between « and » in the SQL that was sent. */
function placeIn(text: string, migration: Migration, sent = text): ReturnType<typeof locationOf> {
  const position = Array.from(sent.slice(0, sent.indexOf('«'))).length + 1;
  const statement = { sql: sent.replace('«', ''), position };
  return locationOf({ migration, direction: 'up', completed: 0, line: undefined, ...statement });
}

describe('the location of a failed statement', () => {
  it('is the line and column of the SQL file, with a caret', () => {
    const text =
      '-- Up Migration\nCREATE TABLE a ();\n\nSELECT\n  nosuch\nFROM a;\n\n-- Down Migration\nDROP TABLE a;\n';
    const half = text.slice(0, text.indexOf('-- Down'));
    const place = placeIn(text, sqlMigration(text), half.replace('nosuch', '«nosuch'));

    expect(place).toEqual({
      path,
      line: 5,
      column: 3,
      excerpt: [
        '  2 | CREATE TABLE a ();',
        '  3 | ',
        '  4 | SELECT',
        '  5 |   nosuch',
        '    |   ^',
        '  6 | FROM a;',
        '  7 | ',
        '  8 | -- Down Migration',
      ],
    });
  });

  it.each([
    { what: 'characters of two UTF-16 units', before: "SELECT '😀', ", blank: 13, column: 13 },
    { what: 'East Asian characters', before: "SELECT '日本', ", blank: 15, column: 14 },
    { what: 'accents of their own', before: "SELECT 'e\u0301', ", blank: 12, column: 14 },
  ])('counts $what correctly in the column and in the caret line', ({ before, blank, column }) => {
    const text = `${before}nosuch`;
    const place = placeIn(text, sqlMigration(text), `${before}«nosuch`);

    const excerpt = [`  1 | ${text}`, `    | ${' '.repeat(blank)}^`];
    expect(place).toMatchObject({ line: 1, column, excerpt });
  });

  it('keeps tabs, so that the terminal expands them equally in both lines', () => {
    const place = placeIn('SELECT\t1,\tnosuch', sqlMigration('SELECT\t1,\tnosuch'), 'SELECT\t1,\t«nosuch');

    expect(place.excerpt).toEqual(['  1 | SELECT\t1,\tnosuch', '    |       \t  \t^']);
  });

  it('is correct in files with Windows line endings', () => {
    const text = 'CREATE TABLE a ();\r\nSELECT 1;\r\nSELECT nosuch;\r\n';
    const place = placeIn(text, sqlMigration(text), text.replace('nosuch', '«nosuch'));

    expect(place).toMatchObject({ line: 3, column: 8 });
    expect(place.excerpt).toEqual([
      '  1 | CREATE TABLE a ();',
      '  2 | SELECT 1;',
      '  3 | SELECT nosuch;',
      '    |        ^',
    ]);
  });

  it.each([
    { what: 'the first', sql: '-- A comment; with a semicolon\nSELECT 1;\nSELECT 2;', completed: 0, line: 2 },
    {
      what: 'one behind strings and dollar quotes',
      sql: "SELECT ';';\nDO $$ BEGIN; END $$;\n\nDROP TABLE x;",
      completed: 2,
      line: 4,
    },
    { what: 'one behind an empty statement', sql: 'SELECT 1;;\nDROP TABLE x;', completed: 1, line: 2 },
    {
      what: 'one behind a rule',
      sql: 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);\nDROP TABLE x;',
      completed: 1,
      line: 2,
    },
    {
      what: 'none, behind a body that is not quoted',
      sql: 'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END;\nDROP TABLE x;',
      completed: 1,
      line: undefined,
    },
  ])('without a position is found by counting completed statements: $what', ({ sql, completed, line }) => {
    const failed: FailedStatement = {
      migration: sqlMigration(sql),
      direction: 'up',
      sql,
      position: 0,
      completed,
      line: undefined,
    };
    const place = locationOf(failed);

    expect(place.line).toBe(line);
    expect(place.excerpt.join('\n')).not.toContain('^');
  });

  it('is the line of the call in a code file, with the statement that the call built', () => {
    const failed = { sql: 'SELECT\n  nosuch;', position: 10, completed: 0, line: 7 };
    const place = locationOf({ migration: codeMigration(), direction: 'up', ...failed });

    expect(place).toEqual({
      path: '/project/migrations/1_a.ts',
      line: 7,
      excerpt: ['  | SELECT', '  |   nosuch;', '  |   ^'],
    });
  });
});
