import { lintExample } from './lint-sql.js';

const table = {
  name: 'public.users',
  kind: 'table',
  rows: 1_000_000,
  bytes: 200 * 2 ** 20,
  indexBytes: 100 * 2 ** 20,
  writesPerSecond: 3,
} as const;
const stats = {
  format: 'roundtrip.stats/1',
  server: { version: '18.4' },
  takenAt: '',
  tables: [table],
} as const;
const slow = { scan: 10 * 2 ** 20, indexBuild: 5 * 2 ** 20, rewrite: 2 ** 20 };

const example = {
  before: 'CREATE TABLE users (id int, name text);',
  up: 'CREATE INDEX ON users (name); ALTER TABLE users ALTER COLUMN id TYPE bigint;',
};

async function timesOf(options: object): Promise<readonly (string | undefined)[]> {
  const { findings } = await lintExample(example, { stats, ...options });
  const sized = findings.filter(({ rule }) => ['index-not-concurrent', 'column-type-rewrite'].includes(rule));
  return sized.map(({ message }) => /, about ([^,)]*)\)$/.exec(message)?.[1]);
}

describe('the time that a finding states', () => {
  it('is estimated from assumed rates', async () => {
    expect(await timesOf({})).toEqual(['4 s', '6 s']);
  });

  it('is estimated from the rates of the server where they were measured', async () => {
    expect(await timesOf({ stats: { ...stats, rates: slow } })).toEqual(['40 s', '5 min']);
  });
});
