import { refusalOf } from '../../../src/run/run-migrations.js';
import { useLive, type Ran } from './support/live.js';
import { sql } from './support/migrations.js';

const live = useLive();

const customers = sql('CREATE TABLE customers (id int PRIMARY KEY, name text)', 'DROP TABLE customers');

const orders = sql(
  `CREATE TABLE orders (id serial PRIMARY KEY, total numeric, state text);
   CREATE INDEX orders_total ON orders (total)`,
  'DROP TABLE orders',
);

/** Objects that went along with a down, and the objects that they were dropped with. */
function wentAlong({ notes }: Ran): readonly string[] {
  return notes.flatMap((note) =>
    note.kind === 'went-along'
      ? note.finding.goesAlong.map(({ kind, name, with: taker }) => `${kind} ${name} with ${taker}`)
      : [],
  );
}

/** Changes of a table by a DBA, each with a condition that detects it. */
const changes: readonly (readonly [string, string])[] = [
  ['GRANT SELECT ON customers TO PUBLIC', "array_to_string(relacl, ',') LIKE '%=r/%'"],
  ['ALTER TABLE customers SET (fillfactor = 70)', "'fillfactor=70' = ANY (reloptions)"],
  ['ALTER TABLE customers ENABLE ROW LEVEL SECURITY', 'relrowsecurity'],
  ['ALTER TABLE customers FORCE ROW LEVEL SECURITY', 'relforcerowsecurity'],
  ['ALTER TABLE customers REPLICA IDENTITY FULL', "relreplident = 'f'"],
  ['ALTER TABLE customers OWNER TO pg_monitor', "relowner = 'pg_monitor'::regrole"],
  ['ALTER TABLE customers SET UNLOGGED', "relpersistence = 'u'"],
];

describe('a grant, the owner, a storage parameter, row security and replica identity that a DBA changed', () => {
  it.each([
    ['got a column', 'ALTER TABLE customers ADD COLUMN x int', 'ALTER TABLE customers DROP COLUMN x'],
    [
      'got a column of a new type',
      "CREATE TYPE size AS ENUM ('big'); ALTER TABLE customers ADD COLUMN x size",
      'ALTER TABLE customers DROP COLUMN x; DROP TYPE size',
    ],
    ['lost a column', 'ALTER TABLE customers DROP COLUMN name', 'ALTER TABLE customers ADD COLUMN name text'],
  ])('are kept, and do not stop a rollback, on a table that %s', async (_, up, down) => {
    const project = await live.project({ '1_customers.cjs': customers, '2_column.cjs': sql(up, down) });
    await project.up();
    for (const [change] of changes) await live.session.query(change);

    expect(await project.down()).toMatchObject({ steps: ['down 2_column'], notes: [], error: '', told: '' });
    const { rows } = await live.session.query(
      `SELECT ${changes.map(([, isKept]) => isKept).join(' AND ')} AS kept FROM pg_class WHERE oid = 'customers'::regclass`,
    );
    expect(rows).toEqual([{ kept: true }]);
  });
});

describe("a DBA's change to the same list that a migration changed", () => {
  it.each([
    {
      what: 'a grant',
      up: 'GRANT SELECT ON customers TO pg_monitor',
      since: 'GRANT INSERT ON customers TO pg_read_all_stats',
      down: 'REVOKE SELECT ON customers FROM pg_monitor',
    },
    {
      what: 'a storage parameter',
      up: 'ALTER TABLE customers SET (fillfactor = 70)',
      since: 'ALTER TABLE customers SET (autovacuum_enabled = off)',
      down: 'ALTER TABLE customers RESET (fillfactor)',
    },
  ])('is kept, and does not stop a rollback: $what', async ({ up, since, down }) => {
    const project = await live.project({ '1_customers.cjs': customers, '2_more.cjs': sql(up, down) });
    await project.up();
    await live.session.query(since);

    expect(await project.down()).toMatchObject({ steps: ['down 2_more'], error: '', told: '' });
  });

  it('is reported as lost if the down reverts it', async () => {
    const project = await live.project({
      '1_customers.cjs': customers,
      '2_more.cjs': sql(
        'ALTER TABLE customers SET (fillfactor = 70)',
        'ALTER TABLE customers RESET (fillfactor)',
      ),
    });
    await project.up();
    await live.session.query('ALTER TABLE customers SET (fillfactor = 80)');

    // The down resets the parameter to its value before the up, and would lose the later change.
    const { told, finding } = await project.down();
    expect(told).toContain('table public.customers was changed since the up; the change would be lost');
    expect(finding && refusalOf(finding)).toBe('the down of 2_more would undo changes made since its up');
  });
});

/** Objects that a DBA adds to a table, each with the line that reports it. */
const additions: readonly (readonly [statement: string, line: string])[] = [
  [
    'CREATE TRIGGER seen BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION seen()',
    'trigger seen on public.orders with table public.orders',
  ],
  ['CREATE INDEX by_hand ON orders (state)', 'index public.by_hand with table public.orders'],
  ["COMMENT ON INDEX by_hand IS 'x'", 'comment index public.by_hand with table public.orders'],
  [
    'CREATE STATISTICS seen_together ON total, state FROM orders',
    'statistics public.seen_together with table public.orders',
  ],
  ['CREATE PUBLICATION pub FOR TABLE orders, kept', 'publication pub with table public.orders'],
  ['ALTER TABLE orders OWNER TO pg_monitor', ''],
  ['GRANT SELECT ON orders TO PUBLIC', 'table public.orders with table public.orders'],
  ['ALTER TABLE orders SET (fillfactor = 50)', 'table public.orders with table public.orders'],
  [
    'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)',
    'constraint positive on public.orders with table public.orders',
  ],
  ["COMMENT ON TABLE orders IS 'x'", 'comment table public.orders with table public.orders'],
  [
    "COMMENT ON COLUMN orders.total IS 'x'",
    'comment column public.orders.total with column public.orders.total',
  ],
  ['CREATE POLICY mine ON orders USING (true)', 'policy mine on public.orders with table public.orders'],
  [
    'CREATE RULE kept AS ON DELETE TO orders DO INSTEAD NOTHING',
    'rule kept on public.orders with table public.orders',
  ],
  [
    'ALTER TABLE orders ALTER COLUMN total SET STATISTICS 500',
    'column public.orders.total with column public.orders.total',
  ],
];

describe('an object that a DBA added to a table that a down drops', () => {
  const prepared = async () => {
    await live.session.query(
      "CREATE TABLE kept (); CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    );
    const project = await live.project({ '1_orders.cjs': orders });
    await project.up();
    for (const [statement] of additions) await live.session.query(statement);
    return project;
  };
  const lines = new Set(additions.map(([, line]) => line).filter((line) => line !== ''));

  afterEach(() => live.session.query('DROP PUBLICATION IF EXISTS pub'));

  it('is dropped with the table, and reported, also in the history', async () => {
    const project = await prepared();
    const ran = await project.down();
    const { rows } = await live.session.query(
      "SELECT json_array_length(detail -> 'wentAlong') AS told FROM roundtrip.history ORDER BY id DESC LIMIT 1",
    );

    expect(ran).toMatchObject({ steps: ['down 1_orders'], error: '', told: '' });
    expect([...wentAlong(ran)].sort()).toEqual([...lines].sort());
    expect(rows).toEqual([{ told: lines.size }]);
  });

  it('stops the rollback with --strict-rollback, without SQL that cannot run', async () => {
    const project = await prepared();
    const { finding, steps, told } = await project.down({ added: 'refused' });

    expect({ steps, repair: finding?.repair, traces: finding?.traces }).toEqual({
      steps: [],
      repair: null,
      traces: [],
    });
    expect(finding?.stoppedBy).toHaveLength(lines.size);
    expect(told).toContain('trigger seen on public.orders goes with table public.orders');
    expect(finding && refusalOf(finding)).toBe(
      'the down of 1_orders would also drop objects added since its up',
    );
  });

  it('is dropped with a column if the table is kept', async () => {
    const project = await live.project({
      '1_orders.cjs': orders,
      '2_city.cjs': sql('ALTER TABLE orders ADD COLUMN city text', 'ALTER TABLE orders DROP COLUMN city'),
    });
    await project.up();
    await live.session.query(
      "CREATE INDEX by_hand ON orders (city); COMMENT ON INDEX by_hand IS 'x'; CREATE INDEX other ON orders (state)",
    );
    const ran = await project.down();

    expect(ran).toMatchObject({ steps: ['down 2_city'], error: '', told: '' });
    expect(wentAlong(ran)).toEqual([
      'index public.by_hand with column public.orders.city',
      'comment index public.by_hand with column public.orders.city',
    ]);
  });

  it('is not one that the down itself drops from a table that is kept', async () => {
    const project = await live.project({
      '1_orders.cjs': orders,
      '2_city.cjs': sql(
        'ALTER TABLE orders ADD COLUMN city text',
        'DROP INDEX by_hand; ALTER TABLE orders DROP COLUMN city',
      ),
    });
    await project.up();
    await live.session.query('CREATE INDEX by_hand ON orders (state)');
    const { told } = await project.down();

    expect(told).toContain('index public.by_hand would be dropped');
    expect(told).toContain('CREATE INDEX by_hand ON public.orders USING btree (state);');
  });

  it('stops the rollback if it contains rows or values, or is an independent object, without SQL that cannot run', async () => {
    const project = await live.project({
      '1_orders.cjs': sql('CREATE TABLE orders (id int)', 'DROP TABLE orders CASCADE'),
    });
    await project.up();
    await live.session.query(
      'ALTER TABLE orders ADD COLUMN extra int; CREATE VIEW seen AS SELECT id FROM orders',
    );
    const { told, finding } = await project.down();

    expect(finding?.traces.map(({ kind, name, repair }) => ({ kind, name, repair }))).toEqual([
      { kind: 'column', name: 'public.orders.extra', repair: null },
      { kind: 'view', name: 'public.seen', repair: null },
    ]);
    expect({ repair: finding?.repair, told }).toMatchObject({ repair: null });
    expect(told).toContain('it depends on what the down drops');
  });
});

describe('maintenance of objects that a migration created', () => {
  it('does not count as a change', async () => {
    const project = await live.project({
      '1_orders.cjs': orders,
      '2_totals.cjs': sql(
        'CREATE MATERIALIZED VIEW totals AS SELECT sum(total) AS total FROM orders WITH NO DATA; ALTER TABLE orders ADD COLUMN city text, ADD CONSTRAINT positive CHECK (total > 0) NOT VALID',
        'DROP MATERIALIZED VIEW totals; ALTER TABLE orders DROP COLUMN city, DROP CONSTRAINT positive',
      ),
    });
    await project.up();
    for (const statement of [
      'CLUSTER orders USING orders_total',
      'VACUUM FULL orders',
      'VACUUM (ANALYZE) orders',
      'REINDEX TABLE orders',
      'REINDEX TABLE CONCURRENTLY orders',
      'ALTER INDEX orders_total RENAME TO old',
      'CREATE INDEX CONCURRENTLY orders_total ON orders (total)',
      'DROP INDEX CONCURRENTLY old',
      'REFRESH MATERIALIZED VIEW totals',
      'ALTER TABLE orders VALIDATE CONSTRAINT positive',
    ])
      await live.session.query(statement);

    expect(await project.down()).toMatchObject({ steps: ['down 2_totals'], notes: [], error: '', told: '' });
    expect(await project.down()).toMatchObject({ steps: ['down 1_orders'], notes: [], error: '', told: '' });
  });
});
