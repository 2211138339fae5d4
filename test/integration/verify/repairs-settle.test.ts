import { catalogTraces, wholeRepair } from '../../../src/catalog/repair/catalog-trace.js';
import { diff, type Difference } from '../../../src/catalog/model/diff.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { expressionObjects } from '../../support/expressions-sql.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let wanted: Scratch;
let live: Scratch;

beforeAll(async () => {
  [wanted, live] = [await createScratch(), await createScratch()];
  await wanted.session.query(expressionObjects);
});

afterAll(async () => {
  await wanted.drop();
  await live.drop();
});

/** The differences that `verify` would report. */
async function differences(): Promise<{
  readonly found: readonly Difference[];
  readonly sql: string | null;
}> {
  const major = live.database.server.major;
  const [{ objects: before }, { objects: after }] = [
    await readCatalog(wanted.session),
    await readCatalog(live.session),
  ];
  const found = diff(before, after);
  return { found, sql: wholeRepair(found, { before, after, major }).repair };
}

async function expectSettled(): Promise<void> {
  const { sql } = await differences();
  await live.session.query(sql ?? '');
  const { found } = await differences();
  expect(
    catalogTraces(found, { before: new Map(), after: new Map(), major: live.database.server.major }),
  ).toEqual([]);
}

describe('the SQL that repairs a difference', () => {
  it('removes it for every kind of object that contains an expression, if all of them are missing', async () => {
    await expectSettled();
  });

  it.each([
    [
      'a check',
      'ALTER TABLE orders DROP CONSTRAINT mixed; ALTER TABLE orders ADD CONSTRAINT mixed CHECK (id > 0)',
    ],
    ['a check that is gone', 'ALTER TABLE orders DROP CONSTRAINT orders_state_check'],
    ['an exclusion', 'ALTER TABLE orders DROP CONSTRAINT orders_id_excl'],
    ['a default', 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT'],
    ['an index', 'DROP INDEX orders_open; CREATE INDEX orders_open ON orders (id)'],
    ['a partitioned index', 'DROP INDEX parts_kind'],
    ['statistics', 'DROP STATISTICS orders_states'],
    ['a view', 'CREATE OR REPLACE VIEW listed AS SELECT * FROM (VALUES (NULL::varchar, 1)) AS t (k, v)'],
    ['a view that is gone', 'DROP VIEW open_orders'],
    ['a materialized view', 'DROP MATERIALIZED VIEW totals'],
    ['a rule', 'CREATE OR REPLACE RULE kept AS ON DELETE TO orders DO ALSO NOTHING'],
    ['a trigger', 'DROP TRIGGER noted ON orders'],
    ['a policy', 'ALTER POLICY mine ON orders USING (true) WITH CHECK (false)'],
    ['a domain', 'ALTER DOMAIN code DROP CONSTRAINT code_check'],
    ['a function', 'DROP FUNCTION is_open(varchar, boolean)'],
    ['a partition key', 'DROP TABLE parts CASCADE'],
  ])('removes it completely: %s', async (_, change) => {
    await live.session.query(change);
    await expectSettled();
  });
});
