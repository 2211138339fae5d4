import { SourceFile } from '../../../src/lint/source/source-file.js';
import { splitStatements } from '../../../src/lint/statements/split-statements.js';
import { loadSqlParser } from '../../../src/sql-text/parser.js';

beforeAll(loadSqlParser);

function statementsOf(text: string, line: number | undefined) {
  const parts = splitStatements(text);
  return parts.map((part, index) => ({
    ...part,
    index,
    text: 0,
    ofText: parts.length,
    line,
    effects: undefined,
  }));
}

/** The part of the file that a location marks. */
function marked(file: SourceFile, sql: string, line?: number): string {
  const [statement] = statementsOf(sql, line);
  if (!statement) throw new Error('no statement');
  const {
    line: from = 1,
    column = 1,
    endLine = from,
    endColumn = 1,
  } = file.placeOf({ statement, offset: 0 });
  const lines = file.lines.slice(from - 1, endLine);
  return from === endLine
    ? (lines[0] ?? '').slice(column - 1, endColumn - 1)
    : [
        (lines[0] ?? '').slice(column - 1),
        ...lines.slice(1, -1),
        (lines.at(-1) ?? '').slice(0, endColumn - 1),
      ].join('\n');
}

describe('the location of a statement', () => {
  it('is correct in an SQL file after text that is not ASCII', () => {
    const text = '-- größer 😀\n\nSELECT 1;\n  ALTER TABLE "Größe" ADD a int;\n';
    const [, second] = statementsOf(text, undefined);
    if (!second) throw new Error('there are two statements');
    const file = new SourceFile('/p/1_a.sql', text, 0);
    expect(file.placeOf({ statement: second, offset: 0 })).toMatchObject({
      line: 4,
      column: 3,
      endLine: 4,
      endColumn: 32,
    });
  });

  it('is correct in a literal of pgm.sql with escape sequences', () => {
    const text =
      "export const up = (pgm) => {\n  pgm.sql('-- \\u00e9\\n\\tDROP TABLE a; SELECT \\'x\\'');\n};\n";
    const file = new SourceFile('/p/1_a.ts', text, 0);
    expect(marked(file, 'DROP TABLE a', 2)).toBe('DROP TABLE a');
    expect(marked(file, "SELECT 'x'", 2)).toBe("SELECT \\'x\\'");
  });

  it('is correct in a template literal of several lines', () => {
    const text = 'export const up = (pgm) => {\n  pgm.sql(`\n    ALTER TABLE a\n      ADD b int`);\n};\n';
    const file = new SourceFile('/p/1_a.ts', text, 0);
    expect(marked(file, 'ALTER TABLE a\n      ADD b int', 2)).toBe('ALTER TABLE a\n      ADD b int');
  });

  it('is the call of the builder if no literal contains the statement', () => {
    const text = "export const up = (pgm) => {\n  pgm.createIndex('a', 'b');\n};\n";
    const file = new SourceFile('/p/1_a.ts', text, 0);
    expect(marked(file, 'CREATE INDEX "a_b_index" ON "a" ("b")', 2)).toBe("pgm.createIndex('a', 'b')");
  });

  it('is the literal in the executed call if several literals are equal', () => {
    const text =
      "exports.up = (pgm) => {\n  pgm.sql('DROP TABLE a');\n};\nexports.down = (pgm) => {\n  pgm.sql('DROP TABLE a');\n};\n";
    const [statement] = statementsOf('DROP TABLE a', 5);
    if (!statement) throw new Error('no statement');
    const file = new SourceFile('/p/1_a.cjs', text, 0);
    expect(file.placeOf({ statement, offset: 0 }).line).toBe(5);
  });
});
