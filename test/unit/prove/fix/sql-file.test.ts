import type { DownChange } from '../../../../src/prove/fix/down-change.js';
import { editDownFile, editSqlFile } from '../../../../src/prove/fix/sql-file.js';

const drop = 'DROP TYPE public.mood;';
const adding: DownChange = { kind: 'add', statements: [drop], transaction: 'one' };
const replacing: DownChange = { ...adding, kind: 'replace' };

describe('the down part of an SQL file', () => {
  it.each([
    {
      title: 'its last statement',
      before: '-- Up Migration\nSELECT 1;\n\n-- Down Migration\nSELECT 2;\n',
      after: `-- Up Migration\nSELECT 1;\n\n-- Down Migration\nSELECT 2;\n${drop}\n`,
    },
    {
      title: 'a statement without a semicolon, and the comment behind it',
      before: '-- Up Migration\nSELECT 1\n-- Down Migration\nSELECT 2 -- two\n',
      after: `-- Up Migration\nSELECT 1\n-- Down Migration\nSELECT 2; -- two\n${drop}\n`,
    },
    {
      title: 'nothing but comments',
      before: '-- Up Migration\nSELECT 1;\n-- Down Migration\n-- nothing to do',
      after: `-- Up Migration\nSELECT 1;\n-- Down Migration\n-- nothing to do\n${drop}\n`,
    },
    {
      title: 'the part before the up',
      before: '-- Down Migration\nSELECT 2;\n\n-- Up Migration\nSELECT 1;\n',
      after: `-- Down Migration\nSELECT 2;\n${drop}\n\n-- Up Migration\nSELECT 1;\n`,
    },
    {
      title: 'Windows line ends',
      before: '\uFEFF-- Up Migration\r\nSELECT 1;\r\n-- Down Migration\r\nSELECT 2;\r\n',
      after: `\uFEFF-- Up Migration\r\nSELECT 1;\r\n-- Down Migration\r\nSELECT 2;\r\n${drop}\r\n`,
    },
  ])('gets the repair after $title', ({ before, after }) => {
    expect(editSqlFile(before, adding)).toBe(after);
  });

  it.each([
    ['-- Up Migration\nSELECT 1;\n', `-- Up Migration\nSELECT 1;\n\n-- Down Migration\n${drop}\n`],
    ['SELECT 1;', `-- Up Migration\nSELECT 1;\n\n-- Down Migration\n${drop}\n`],
  ])('is written if it is missing: %j', (before, after) => {
    expect(editSqlFile(before, adding)).toBe(after);
  });

  it('is replaced as a whole, except for its marker line', () => {
    expect(
      editSqlFile('-- Up Migration\nSELECT 1;\n\n-- Down Migration, by hand\nDROP x;\nDROP y;\n', replacing),
    ).toBe(`-- Up Migration\nSELECT 1;\n\n-- Down Migration, by hand\n${drop}\n`);
  });

  it('keeps the line ends in the body of a routine', () => {
    const statement = 'CREATE FUNCTION f()\n RETURNS int AS $$\nSELECT 1\n$$;';
    expect(
      editSqlFile('-- Up Migration\r\nSELECT 1;\r\n-- Down Migration\r\n', {
        ...adding,
        statements: [statement],
      }),
    ).toBe(
      '-- Up Migration\r\nSELECT 1;\r\n-- Down Migration\r\nCREATE FUNCTION f()\r\n RETURNS int AS $$\nSELECT 1\n$$;\r\n',
    );
  });

  it.each([
    [
      '-- Down Migration\nSELECT 2;\n',
      adding,
      'it has no line "-- Up Migration", so its down part runs as a part of the up, too',
    ],
    [
      '-- Up Migration\nSELECT 1;\n-- Down Migration\n',
      { ...adding, transaction: 'none' },
      /^the repair cannot run in a transaction/,
    ],
    [
      '-- Down Migration\n\n-- Up Migration\nSELECT 1;\n',
      { ...adding, statements: ['DO $$\n-- up migration\n$$;'] },
      'its down part cannot be changed without changing its up part',
    ],
  ] as const)('is not edited if the up would change: %j', (before, change, reason) => {
    expect(() => editSqlFile(before, change)).toThrow(reason);
  });
});

describe('the file of the down', () => {
  it('is extended by the repair, replaced, or created', () => {
    expect(editDownFile('SELECT 2', adding)).toBe(`SELECT 2;\n${drop}\n`);
    expect(editDownFile('', adding)).toBe(`${drop}\n`);
    expect(editDownFile('SELECT 2;\n', replacing)).toBe(`${drop}\n`);
    expect(editDownFile(undefined, adding)).toBe(`${drop}\n`);
  });
});
