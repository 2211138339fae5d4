import { DatabaseError, InterruptedError, RefusedError, UsageError } from '../../../src/errors.js';
import type { DatabaseStatus } from '../../../src/history/read-status.js';
import { errorToJson, explainError, renderError } from '../../../src/report/text/error-report.js';
import { formatDuration } from '../../../src/report/text/format-number.js';
import { createPaint } from '../../../src/report/text/paint.js';
import { countOf } from '../../../src/report/text/plural.js';
import { renderPlannedSteps } from '../../../src/report/run/run-report.js';
import { renderStatus } from '../../../src/report/history/status-report.js';
import { renderTable } from '../../../src/report/text/table.js';

const plain = createPaint('never');

const standing: DatabaseStatus = {
  chain: [],
  adoptions: [],
  partly: [],
  edited: { ups: [], downs: [] },
  baseline: [],
  halfDone: [],
  history: 'none',
};

describe('a number with a noun', () => {
  it.each([
    [1, 'foreign key', '1 foreign key'],
    [2, 'foreign key', '2 foreign keys'],
    [2, 'policy', '2 policies'],
    [2, 'index', '2 indexes'],
    [3, 'operator class', '3 operator classes'],
    [2, 'statistics', '2 statistics'],
  ])('(%d, %s) is printed as %s', (number, noun, text) => {
    expect(countOf(number, noun)).toBe(text);
  });
});

describe('an error', () => {
  it.each([
    ['in a command line', new UsageError('wrong'), 2],
    ['that refuses', new RefusedError('no'), 2],
    ['of the database', new DatabaseError('gone'), 3],
    ['of an interruption', new InterruptedError('interrupted'), 130],
    ['that nobody foresaw', new Error('surprise'), 3],
    ['that is no error', 'thrown text', 3],
  ])('%s has its own exit code', (_, error, exitCode) => {
    expect(explainError(error).exitCode).toBe(exitCode);
  });

  it('is printed with its remedy, in text and in JSON', () => {
    const report = explainError(new UsageError('first\nsecond', { remedy: 'do this' }));
    expect(renderError(report, plain)).toBe('error: first\nsecond\ndo this');
    expect(errorToJson(report)).toEqual({
      format: 'roundtrip.error/1',
      error: { code: 'usage', message: 'first\nsecond', remedy: 'do this' },
    });
  });

  it('of the server contains the SQLSTATE, and its meaning if it is known', () => {
    const refusal = Object.assign(new Error('permission denied'), { severity: 'ERROR', code: '42501' });
    expect(explainError(refusal)).toMatchObject({
      code: 'database',
      message: 'the server reported an error: permission denied (SQLSTATE 42501)',
      remedy: expect.stringContaining('lacks a privilege') as string,
    });
  });

  it('that is unexpected is reported as a defect, but a lost connection is not', () => {
    expect(explainError(new TypeError('x is undefined')).remedy).toContain('bug in roundtrip');
    expect(explainError(new Error('Connection terminated unexpectedly')).message).toContain(
      'connection to the server was lost',
    );
  });
});

describe('numbers', () => {
  it.each([
    [0.84, '0.8 ms'],
    [412.4, '412 ms'],
    [3_210, '3.2 s'],
    [59_999, '60.0 s'],
    [125_000, '2 min 5 s'],
    [119_700, '2 min 0 s'],
  ])('%d milliseconds are printed as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('are followed by the noun in singular or plural', () => {
    expect([countOf(0, 'row'), countOf(1, 'row'), countOf(2, 'row')]).toEqual(['0 rows', '1 row', '2 rows']);
  });
});

describe('tables', () => {
  it('are aligned, without spaces at the end', () => {
    expect(
      renderTable(
        ['A', 'BB'],
        [
          ['long', ''],
          ['x', 'y'],
        ],
      ),
    ).toEqual(['A     BB', 'long', 'x     y']);
  });

  it('of status contain the state of each migration', () => {
    expect(renderStatus(standing, plain)).toBe('no migrations');
    expect(
      renderStatus({ ...standing, chain: [{ state: 'missing', name: '1_a', appliedAt: '2026' }] }, plain),
    ).toBe('NAME  APPLIED AT  STATE\n1_a   2026        missing file\n\n0 migrations applied, 1 missing file');
  });
});

describe('a plan', () => {
  it('of a run shows the transaction, or that there is none', () => {
    const step = { name: '1_a', direction: 'up', statements: ['CREATE TABLE a ();'] } as const;
    expect(
      renderPlannedSteps(
        [
          { ...step, transaction: 'one' },
          { ...step, transaction: 'none' },
        ],
        plain,
      ),
    ).toBe(
      '-- up of 1_a\nBEGIN;\nCREATE TABLE a ();\nCOMMIT;\n\n-- up of 1_a, without a transaction\nCREATE TABLE a ();',
    );
  });

  it('of a run has colours only for keywords outside of quotes, and no changed characters', () => {
    const statements = [`ALTER TABLE "drop table" ADD COLUMN a text DEFAULT 'it''s SET'`];
    const painted = renderPlannedSteps(
      [{ name: '1_a', direction: 'up', statements, transaction: 'none' }],
      createPaint('always'),
    );
    // eslint-disable-next-line no-control-regex -- the test matches the escape sequences of colours
    expect(painted.replace(/\u001b\[\d+m/g, '')).toContain(statements[0]);
    expect(painted).toContain('"drop table"');
    expect(painted).toContain("'it''s SET'");
  });
});
