import type { Config } from '../../../src/config/config.js';
import type { Session } from '../../../src/database/session.js';
import { parseIgnoreRules } from '../../../src/verify/ignore-rules.js';
import { readDatabaseStateIn, type DatabaseState } from '../../../src/database-state/read-database-state.js';
import type { Replayed } from '../../../src/scratch-run/replay.js';
import { reportOnReplay } from '../../../src/verify/verify.js';
import type { VerifyReport } from '../../../src/verify/verify-report.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { replayAll } from '../../support/replay-all.js';
import { applyAll, findingsOf, makeProject, removeProjects } from './support/compared.js';

const migrations = {
  '1_shop.sql': `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE customers (
  id serial PRIMARY KEY, email text NOT NULL UNIQUE, mood mood DEFAULT 'ok', note varchar(50),
  CONSTRAINT customers_note_check CHECK (note <> ''));
COMMENT ON TABLE customers IS 'Who buys.';
CREATE INDEX customers_mood_idx ON customers (mood);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE, total numeric);
CREATE FUNCTION total(int) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
CREATE VIEW unhappy AS SELECT id, email FROM customers WHERE mood = 'sad';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY orders_all ON orders USING (true);`,
};

let live: Scratch;
let expected: Scratch;
let config: Config;
let replayed: Replayed;

beforeAll(async () => {
  config = await makeProject(migrations);
  [live, expected] = [await createScratch(), await createScratch()];
  await applyAll(live.database, config);
  await applyAll(expected.database, config);
  replayed = await replayAll(config);
});

afterAll(async () => {
  await live.drop();
  await expected.drop();
  await removeProjects();
});

/** Reads both databases in transactions that are rolled back, which is the fastest way to restore them. */
async function inTransactions<T>(action: () => Promise<T>): Promise<T> {
  const sessions: readonly Session[] = [live.session, expected.session];
  for (const session of sessions) await session.query('BEGIN');
  try {
    return await action();
  } finally {
    for (const session of sessions) await session.query('ROLLBACK');
  }
}

function read({ session, database }: Scratch): Promise<DatabaseState> {
  return readDatabaseStateIn(session, { database, config: config.migrations });
}

async function report(wanted: Replayed = replayed, ignore: readonly string[] = []): Promise<VerifyReport> {
  const rules = parseIgnoreRules({ patterns: ignore, settings: [] });
  const started = performance.now();
  return reportOnReplay(await read(live), { replayed: wanted, pending: [], rules, started });
}

const cases: readonly (readonly [change: string, findings: readonly string[]])[] = [
  ['CREATE TABLE stray (id int)', ['extra table public.stray']],
  ['CREATE SCHEMA stray; CREATE TABLE stray.t ()', ['extra schema stray', 'extra table stray.t']],
  ['ALTER TABLE orders ADD stray int', ['extra column public.orders.stray']],
  ['CREATE INDEX stray ON orders (total)', ['extra index public.stray']],
  ['ALTER TABLE orders ADD CONSTRAINT stray CHECK (total > 0)', ['extra constraint stray on public.orders']],
  ["CREATE TYPE stray AS ENUM ('x')", ['extra type public.stray']],
  ["CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'", ['extra function public.stray()']],
  ['CREATE VIEW stray AS SELECT 1 AS one', ['extra view public.stray']],
  ['DROP TABLE orders', ['missing table public.orders']],
  ['ALTER TABLE orders DROP COLUMN total', ['missing column public.orders.total']],
  ['DROP INDEX customers_mood_idx', ['missing index public.customers_mood_idx']],
  [
    'ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey',
    ['missing constraint orders_customer_id_fkey on public.orders'],
  ],
  [
    'ALTER TABLE customers DROP CONSTRAINT customers_email_key',
    ['missing constraint customers_email_key on public.customers'],
  ],
  ['DROP VIEW unhappy', ['missing view public.unhappy']],
  ['DROP FUNCTION total(int)', ['missing function public.total(integer)']],
  ['DROP TRIGGER orders_touch ON orders', ['missing trigger orders_touch on public.orders']],
  ['DROP POLICY orders_all ON orders', ['missing policy orders_all on public.orders']],
  ['COMMENT ON TABLE customers IS NULL', ['missing comment table public.customers']],
  ['ALTER TABLE orders ALTER total TYPE int', ['different column public.orders.total']],
  ['ALTER TABLE orders ALTER total SET NOT NULL', ['different column public.orders.total']],
  ['ALTER TABLE orders ALTER total SET DEFAULT 7', ['different column public.orders.total']],
  [
    "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
    ['different type public.mood', 'different column public.customers.mood'],
  ],
  [
    "CREATE OR REPLACE FUNCTION total(int) RETURNS numeric LANGUAGE sql AS 'SELECT 2.0'",
    ['different function public.total(integer)'],
  ],
  ['ALTER TABLE orders ENABLE ROW LEVEL SECURITY', ['different table public.orders']],
  ["COMMENT ON TABLE customers IS 'Others.'", ['different comment table public.customers']],
  ['GRANT SELECT ON orders TO PUBLIC', ['different table public.orders']],
  [
    'DROP INDEX customers_mood_idx; CREATE INDEX customers_mood_idx ON customers (mood, id)',
    ['different index public.customers_mood_idx'],
  ],
  [
    'ALTER TABLE orders RENAME COLUMN total TO amount',
    ['missing column public.orders.total', 'extra column public.orders.amount'],
  ],
];

describe('a difference made by hand', () => {
  it('does not exist initially', async () => {
    expect(await inTransactions(async () => findingsOf(await report()))).toEqual([]);
  });

  it.each(cases)('is found, and removed by the SQL in either direction: %s', async (change, findings) => {
    await inTransactions(async () => {
      await live.session.query(change);
      const found = await report();
      expect([found.verdict, findingsOf(found)]).toEqual(['different', findings]);
      await expected.session.query(found.repair.expectation.join('\n'));
      const { catalog } = await read(expected);
      expect(findingsOf(await report({ ...replayed, catalog }))).toEqual([]);
      await live.session.query(found.repair.database.join('\n'));
      expect(findingsOf(await report())).toEqual([]);
    });
  });

  it('in the order of columns is reported separately, and no statement removes it', async () => {
    await inTransactions(async () => {
      await live.session.query(
        'ALTER TABLE customers DROP COLUMN note; ALTER TABLE customers ADD note varchar(50)',
      );
      await live.session.query(
        "ALTER TABLE customers ADD CONSTRAINT customers_note_check CHECK (note <> '')",
      );
      expect(findingsOf(await report())).toEqual([]);
      await live.session.query('ALTER TABLE customers DROP COLUMN email CASCADE');
      await live.session.query('ALTER TABLE customers ADD email text NOT NULL UNIQUE');
      await live.session.query("CREATE VIEW unhappy AS SELECT id, email FROM customers WHERE mood = 'sad'");
      const found = await report();
      expect([findingsOf(found), found.repair.database]).toEqual([['reordered table public.customers'], []]);
      expect((await report(replayed, ['column order public.*'])).verdict).toBe('same');
    });
  });
});

describe('an ignored difference', () => {
  const drift = `CREATE SCHEMA monitoring; CREATE TABLE monitoring.checks (id int PRIMARY KEY, at timestamptz);
    CREATE INDEX ON monitoring.checks (at); CREATE TABLE events_p1 (id int); CREATE INDEX ON orders (total)`;

  it.each([
    [['schema monitoring', 'table public.events_p*', 'index public.orders_total_idx'], []],
    [['* monitoring*', '* *.events_p1'], ['extra index public.orders_total_idx']],
    [['table *'], ['extra schema monitoring']],
    [['* *'], []],
    [['column public.events_p1.*'], all()],
    [[], all()],
  ])('is ignored with its parts: %j leaves %j', async (ignore, findings) => {
    await inTransactions(async () => {
      await live.session.query(drift);
      const found = await report(replayed, ignore);
      expect(findingsOf(found)).toEqual(findings);
      expect(found.verdict).toBe(findings.length === 0 ? 'same' : 'different');
    });
  });

  it('is counted, and a rule that matches none is reported', async () => {
    await inTransactions(async () => {
      await live.session.query(drift);
      const { ignored, staleRules } = await report(replayed, ['schema monitoring', 'table nothing.*']);
      expect(ignored.map(({ kind, name, rule }) => [kind, name, rule.name])).toEqual([
        ['schema', 'monitoring', 'monitoring'],
        ['table', 'monitoring.checks', 'monitoring'],
      ]);
      expect(staleRules.map(({ name }) => name)).toEqual(['nothing.*']);
    });
  });

  function all() {
    return [
      'extra schema monitoring',
      'extra table monitoring.checks',
      'extra table public.events_p1',
      'extra index public.orders_total_idx',
    ];
  }
});
