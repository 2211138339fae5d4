import { setTimeout as sleep } from 'node:timers/promises';
import { useLive } from './support/live.js';
import { separate, sql, table } from './support/migrations.js';

const live = useLive();

/** Its down creates a table in a subtransaction, and leaves it behind. */
const hidden = sql(
  'CREATE TABLE t (id int)',
  'DO $$ BEGIN CREATE TABLE other (id int); EXCEPTION WHEN OTHERS THEN NULL; END $$; DROP TABLE t',
);

describe('the changes of a step', () => {
  it('include those in a block with EXCEPTION, so that neither down nor redo commits them', async () => {
    const project = await live.project({ '1_hidden.cjs': hidden });
    await project.up();

    expect((await project.down()).told).toContain('table public.other would be new');
    expect((await project.redo()).told).toContain('table public.other would be new');
    expect(await live.exists("to_regclass('other')")).toBe(false);
  });

  it('include those of an up in a block with EXCEPTION, which its down must revert', async () => {
    const up = 'DO $$ BEGIN CREATE TABLE t (id int); EXCEPTION WHEN OTHERS THEN NULL; END $$';
    const project = await live.project({ '1_forgets.cjs': sql(up, 'SELECT 1') });
    await project.up();
    expect((await project.down()).told).toContain('table public.t would be left behind');

    await project.write({ '1_forgets.cjs': sql(up, 'DROP TABLE t') });
    expect(await project.redo()).toMatchObject({ steps: ['down 1_forgets', 'up 1_forgets'], error: '' });
  });

  it('are read without waiting for its own locks, also for a view that an earlier step created', async () => {
    const project = await live.project({
      '1_alpha.cjs': table('alpha'),
      '2_view.cjs': sql('CREATE VIEW v AS SELECT id FROM alpha', 'DROP VIEW v'),
      '3_more.cjs': sql(
        `CREATE OR REPLACE VIEW v AS SELECT id, note FROM alpha; ALTER TABLE alpha RENAME note TO remark;
         ALTER TABLE alpha ADD COLUMN more int DEFAULT 1; CREATE VIEW w AS SELECT more FROM alpha; CREATE SCHEMA s`,
        `DROP SCHEMA s; DROP VIEW w, v; ALTER TABLE alpha DROP more; ALTER TABLE alpha RENAME remark TO note;
         CREATE VIEW v AS SELECT id FROM alpha`,
      ),
    });

    expect(await project.up({ lockRetries: 0 })).toMatchObject({ notes: [], error: '' });
    expect(await project.down({ lockRetries: 0 })).toMatchObject({ notes: [], error: '' });
  });
});

describe('a change of another session while a migration runs without a transaction', () => {
  const index = separate(
    ['CREATE INDEX CONCURRENTLY names ON customers (name)', 'ALTER TABLE customers ADD own int'],
    ['DROP INDEX CONCURRENTLY names', 'ALTER TABLE customers DROP own'],
  );
  const base = sql(
    'CREATE TABLE customers (name text); CREATE TABLE events (at int) PARTITION BY RANGE (at)',
    'DROP TABLE events, customers',
  );
  const recorded = `SELECT o #>> '{after,name}' AS name
    FROM roundtrip.history, json_array_elements(change::json -> 'objects') AS o
    WHERE migration = '2_index' AND direction = 'up' AND outcome = 'done' ORDER BY 1`;

  /**
   * Executes `statement` in another session while the concurrent build of `run` waits for an older
   * transaction.
   */
  async function meanwhile<T>(statement: string, run: () => Promise<T>): Promise<T> {
    const [older, others] = [await live.connect(), await live.connect()];
    await older.query('BEGIN; LOCK TABLE customers IN ROW EXCLUSIVE MODE');
    const running = run();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query ~ 'INDEX CONCURRENTLY'`;
    while ((await others.query(waiting)).rows.length === 0) await sleep(20);
    await others.query(statement);
    await older.query('COMMIT');
    return running;
  }

  it("is reported, not recorded as the migration's own, and does not stop or affect its rollback", async () => {
    const project = await live.project({ '1_base.cjs': base, '2_index.cjs': index });
    await project.up();
    await project.down();
    const up = await meanwhile(
      'CREATE TABLE part PARTITION OF events FOR VALUES FROM (1) TO (2); GRANT SELECT ON customers TO PUBLIC',
      () => project.up(),
    );
    expect(up).toMatchObject({
      steps: ['up 2_index'],
      notes: [
        {
          kind: 'changed-by-others',
          names: ['table public.customers', 'table public.part', 'column public.part.at'],
        },
      ],
    });
    const { rows } = await live.session.query<{ name: string }>(recorded);
    expect(new Set(rows.map(({ name }) => name))).toEqual(
      new Set(['public.customers', 'public.customers.own', 'public.names']),
    );

    const down = await meanwhile('CREATE VIEW seen AS SELECT at FROM events', () => project.down());
    expect(down).toMatchObject({ steps: ['down 2_index'], error: '', finding: undefined });
    expect(await live.exists("to_regclass('part')")).toBe(true);
  });
});
