import { diff } from '../../../src/catalog/model/diff.js';
import type { CatalogState } from '../../../src/catalog/read/catalog-state.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import type { Session } from '../../../src/database/session.js';
import { planPair } from '../../../src/pairs/plan-pair.js';
import { pairChangesFor } from '../../pair-cases/all.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { PairRunner } from '../../support/pair-runner.js';
import { describe as describeDifference } from '../../support/repair-to.js';
import { createScratch, testServerMajor, type Scratch } from '../../support/scratch.js';
import { createSink, createSinkRoles } from '../../support/sink-database.js';

const stopServer = await useOwnTestServer();
const major = await testServerMajor();

/** Every fourth change, with a different selection on each version. `npm run bench:pairs` runs all. */
const share = 4;
const sample = pairChangesFor(major).filter((_, index) => index % share === major % share);

let empty: Scratch;
let sink: Scratch;
let role: string;
let runner: PairRunner;
let everything: CatalogState;
let dropRoles: () => Promise<void>;

beforeAll(async () => {
  empty = await createScratch();
  dropRoles = await createSinkRoles(empty.session);
  sink = await createSink();
  role = await roleOf(empty.session);
  everything = await readCatalog(sink.session);
  runner = new PairRunner({ session: sink.session, from: everything, role, open: createSink });
});

afterAll(async () => {
  await sink.drop();
  await dropRoles();
  await empty.drop();
  await stopServer();
});

async function roleOf(session: Session): Promise<string> {
  const { rows } = await session.query<{ role: string }>(
    'SELECT pg_catalog.quote_ident(current_user) AS role',
  );
  return rows[0]?.role ?? '';
}

describe('a planned pair', () => {
  it('creates a complete schema from an empty one, and reverts it', async () => {
    const { session } = empty;
    const nothing = await readCatalog(session);
    const { up, down } = planPair(nothing.objects, everything.objects, { major, role });
    expect({ up: up.limits, down: down.limits }).toEqual({ up: [], down: [] });
    for (const [{ statements }, wanted] of [
      [up, everything],
      [down, nothing],
      [up, everything],
      [down, nothing],
    ] as const) {
      await session.query(`BEGIN;\n${statements.join('\n')}\nCOMMIT`);
      const end = await readCatalog(session);
      expect(diff(wanted.objects, end.objects).map(describeDifference)).toEqual([]);
    }
  });

  it.each(sample.map((change) => [change.name, change] as const))(
    'creates %s and reverts it',
    async (_, change) => {
      const { files, wrong } = await runner.run(change);
      expect(wrong).toEqual([]);
      const limits = files.flatMap(({ up, down }) => [...up.limits, ...down.limits]).map(({ name }) => name);
      expect([...new Set(limits)]).toEqual(change.limit === undefined ? [] : [change.limit]);
    },
  );

  it.each([
    ['an index', 'CREATE INDEX rooms ON app.orders (room)', ['none']],
    [
      'a unique index with a comment',
      "CREATE UNIQUE INDEX rooms ON app.nodes (parent); COMMENT ON INDEX app.rooms IS 'x'",
      ['none'],
    ],
    ['a check', 'ALTER TABLE app.orders ADD CONSTRAINT low CHECK (room > 0)', ['one', 'one']],
    ['NOT NULL', 'ALTER TABLE app.orders ALTER COLUMN room SET NOT NULL', ['one', 'one', 'one']],
  ])('creates %s without locking writers for long', async (name, change, transactions) => {
    const { files, wrong } = await runner.run({ name, change }, { locks: 'short' });
    expect(wrong).toEqual([]);
    expect(files.map(({ transaction }) => transaction)).toEqual(transactions);
  });

  it.each([
    [
      'a table with a serial column, an index and a view',
      'ALTER TABLE app.orders RENAME TO purchases; ALTER SEQUENCE app.orders_id_seq RENAME TO purchases_id_seq; ALTER INDEX app.orders_open_idx RENAME TO purchases_open_idx; ALTER TABLE app.purchases RENAME CONSTRAINT orders_pkey TO purchases_pkey',
      [{ kind: 'table', from: 'app.orders', to: 'app.purchases' }],
    ],
    [
      'a column and its table',
      'ALTER TABLE app.customers RENAME COLUMN name TO full_name; ALTER TABLE app.customers RENAME TO people',
      [
        { kind: 'table', from: 'app.customers', to: 'app.people' },
        { kind: 'column', from: 'app.customers.name', to: 'app.people.full_name' },
      ],
    ],
    ['a schema', 'ALTER SCHEMA audit RENAME TO journal', [{ kind: 'schema', from: 'audit', to: 'journal' }]],
  ] as const)('renames %s and keeps the rows', async (name, change, renames) => {
    const { files, wrong } = await runner.run({ name, change }, { renames });
    expect(wrong).toEqual([]);
    expect(files.flatMap(({ up, down }) => [...up.hazards, ...down.hazards])).toEqual([]);
  });
});
