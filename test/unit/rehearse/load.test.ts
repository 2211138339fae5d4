import { parseLoadFile } from '../../../src/rehearse/load/load-statement.js';
import { during, latenciesOf, longestWait, type Sample } from '../../../src/rehearse/load/samples.js';
import { toTimeline } from '../../../src/rehearse/load/timeline.js';
import { Turns } from '../../../src/rehearse/load/turns.js';
import { loadSqlParser } from '../../../src/sql-text/parser.js';

beforeAll(() => loadSqlParser());

const sample = (at: number, milliseconds: number, error?: string): Sample => ({
  at,
  milliseconds,
  statement: 0,
  error,
});

describe('a load file', () => {
  it('contains statements with weights and names in comments before them', () => {
    const text = `-- what the shop does
-- weight: 9
-- name: a user
SELECT * FROM users WHERE id = 1;

UPDATE users SET seen = now() -- weight: 5
WHERE id = 2;
-- weight: 0.5
INSERT INTO log VALUES (';')`;

    expect(parseLoadFile(text, 'load.sql')).toEqual([
      { name: 'a user', weight: 9, texts: ['SELECT * FROM users WHERE id = 1'] },
      {
        name: 'UPDATE users SET seen = now() WHERE id = 2',
        weight: 1,
        texts: ['UPDATE users SET seen = now() \nWHERE id = 2'],
      },
      { name: "INSERT INTO log VALUES (';')", weight: 0.5, texts: ["INSERT INTO log VALUES (';')"] },
    ]);
  });

  it.each([
    { text: '', message: 'contains no statements' },
    { text: '-- weight: much\nSELECT 1;', message: 'the weight much' },
    { text: '-- weight: 0\nSELECT 1;', message: 'the weight 0' },
    { text: 'COMMIT;', message: 'neither a read nor a write' },
    { text: 'DROP TABLE users;', message: 'neither a read nor a write' },
    { text: 'SELEC 1;', message: 'invalid SQL' },
    { text: "SELECT 'a", message: 'ends within a statement' },
    { text: '\\set a 1\n', message: 'a command of psql' },
  ])('is refused where it is no load: $text', ({ text, message }) => {
    expect(() => parseLoadFile(text, 'load.sql')).toThrow(message);
  });
});

describe('the turns of a load', () => {
  it('come as often as the weights say, evenly spread', () => {
    const turns = new Turns([
      { name: 'a', weight: 2, texts: ['a1', 'a2', 'a3'] },
      { name: 'b', weight: 1, texts: ['b'] },
    ]);

    expect(Array.from({ length: 6 }, () => turns.next().text)).toEqual(['a1', 'b', 'a2', 'a3', 'b', 'a1']);
  });
});

describe('the latencies of a load', () => {
  it('are those of what was under way in a period, also if it began before or ended after', () => {
    const samples = [sample(0, 10), sample(5, 100), sample(50, 1), sample(90, 30), sample(120, 1)];

    expect(during(samples, { from: 20, to: 100 }).map(({ at }) => at)).toEqual([5, 50, 90]);
  });

  it('are the nearest ranks', () => {
    const samples = Array.from({ length: 100 }, (_, index) =>
      sample(index, index + 1, index === 0 ? 'no' : undefined),
    );

    expect(latenciesOf(samples)).toEqual({ count: 100, p50: 50, p99: 99, longest: 100, errors: 1 });
  });

  it('are unknown where nothing was sent', () => {
    expect(latenciesOf([])).toBeUndefined();
  });

  it('include the longest wait for a lock that was seen', () => {
    const waits = [
      { at: 10, waiting: 1, longest: 9 },
      { at: 30, waiting: 2, longest: 25 },
    ];

    expect([longestWait(waits, { from: 0, to: 20 }), longestWait(waits, { from: 40, to: 50 })]).toEqual([
      9, 0,
    ]);
  });

  it('are summed up in periods that cover all of them', () => {
    const buckets = toTimeline(
      [sample(0, 5), sample(10, 400), sample(130, 20)],
      [{ at: 60, waiting: 3, longest: 1 }],
    );

    expect(buckets.slice(0, 3)).toEqual([
      { at: 0, milliseconds: 50, count: 2, p50: 5, longest: 400, errors: 0, waiting: 0 },
      { at: 50, milliseconds: 50, count: 0, p50: 0, longest: 0, errors: 0, waiting: 3 },
      { at: 100, milliseconds: 50, count: 1, p50: 20, longest: 20, errors: 0, waiting: 0 },
    ]);
  });
});
