import { prepareRollback, type Rollback } from '../support/rollback.js';

let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(() => rollback.clear());

afterAll(() => rollback.end());

const up = 'CREATE TABLE orders (id int PRIMARY KEY, note text); CREATE TABLE other (id int)';
const down = 'DROP TABLE orders, other';

/** Rolls back with a row in the backup, and applies again after `between`. */
async function applyAgain(between: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  await rollback.up(up);
  await rollback.scratch.session.query("INSERT INTO orders VALUES (1, 'old')");
  await rollback.down(down);
  await between();
  await rollback.up(up);
}

async function conflicts(): Promise<readonly string[]> {
  const { tables } = await rollback.restore();
  return tables.flatMap(({ misfits }) => misfits.map(({ row, reason }) => `${row?.id ?? ''} ${reason}`));
}

describe('a row is kept and reported if it may be newer than the migrations:', () => {
  it('the transaction that wrote it began before the up, or before the down', async () => {
    await rollback.up(up);
    await rollback.scratch.session.query("INSERT INTO orders VALUES (1, 'old')");
    const job = await rollback.scratch.database.connect();
    try {
      await job.query(
        'BEGIN; SELECT pg_current_xact_id(); SAVEPOINT inner_one; CREATE TEMPORARY TABLE mine ()',
      );
      await rollback.down(down);
      await rollback.up(up);
      await job.query("INSERT INTO orders VALUES (1, 'by the job'); COMMIT");
    } finally {
      await job.close();
    }

    expect(await conflicts()).toEqual(['1 conflict']);
    expect(await rollback.lines('SELECT * FROM orders')).toEqual(['(1,"by the job")']);
  });

  it('it was written before the migrations table was changed by hand', async () => {
    await applyAgain();
    await rollback.scratch.session.query(
      "INSERT INTO orders VALUES (1, 'by a user'); UPDATE pgmigrations SET run_on = run_on + '1 second'",
    );

    expect(await conflicts()).toEqual(['1 conflict']);
  });

  it('it is in a copy of the database, where transaction ids have no meaning', async () => {
    await applyAgain();
    const { session } = rollback.scratch;
    // Rewrites all tables in one transaction, like pg_restore --single-transaction.
    await session.query("INSERT INTO orders VALUES (1, 'by a user')");
    await session.query(`BEGIN; CREATE TABLE copied AS SELECT * FROM orders; CREATE TABLE history AS SELECT * FROM roundtrip.history;
      TRUNCATE orders; ALTER TABLE roundtrip.history DISABLE TRIGGER USER; TRUNCATE roundtrip.history;
      INSERT INTO orders SELECT * FROM copied; INSERT INTO roundtrip.history OVERRIDING SYSTEM VALUE SELECT * FROM history; COMMIT`);

    expect(await conflicts()).toEqual(['1 conflict']);
  });

  it('the migration wrote it in a subtransaction', async () => {
    const seeding = `${up}; DO $$ BEGIN INSERT INTO public.orders VALUES (1, 'made'); EXCEPTION WHEN others THEN NULL; END $$;
      INSERT INTO orders VALUES (2, 'made')`;
    await rollback.up(seeding);
    await rollback.scratch.session.query("UPDATE orders SET note = 'changed'");
    await rollback.down(down);
    await rollback.up(seeding);

    expect(await conflicts()).toEqual(['1 conflict']);
    expect(await rollback.lines('SELECT * FROM orders ORDER BY id')).toEqual(['(1,made)', '(2,changed)']);
  });

  it('a user has deleted a value from a column whose values the rollback rewrote', async () => {
    await rollback.scratch.session.query(
      "CREATE TABLE c (id int PRIMARY KEY, v text); INSERT INTO c VALUES (1, 'a'), (2, 'b')",
    );
    await rollback.up("ALTER TABLE c ALTER v TYPE text USING v || '!'");
    await rollback.down('ALTER TABLE c ALTER v TYPE text USING left(v, 0)');
    await rollback.up("ALTER TABLE c ALTER v TYPE text USING v || '!'");
    await rollback.scratch.session.query('UPDATE c SET v = NULL WHERE id = 1');

    expect(await conflicts()).toEqual(['1 conflict']);
    expect(await rollback.lines('SELECT * FROM c ORDER BY id')).toEqual(['(1,)', '(2,b!)']);
  });
});
