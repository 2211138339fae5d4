import { prepareRollback, type Rollback } from '../support/rollback.js';

let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(() => rollback.clear());

afterAll(() => rollback.end());

const up = 'CREATE TABLE orders (id int PRIMARY KEY, note text); CREATE TABLE other (id int)';
const down = 'DROP TABLE orders, other';

/** Rolled back with a row of the backup, and applied again, with something in between. */
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

describe('a row that is not proven to be as the migrations left it is kept and reported:', () => {
  it('one whose transaction began before the up, and before the down', async () => {
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

  it('one that was written before somebody touched the migrations table', async () => {
    await applyAgain();
    await rollback.scratch.session.query(
      "INSERT INTO orders VALUES (1, 'by a user'); UPDATE pgmigrations SET run_on = run_on + '1 second'",
    );

    expect(await conflicts()).toEqual(['1 conflict']);
  });

  it('any row in a copy, in which the numbers of transactions have no meaning', async () => {
    await applyAgain();
    const { session } = rollback.scratch;
    // As pg_restore --single-transaction writes all tables anew.
    await session.query("INSERT INTO orders VALUES (1, 'by a user')");
    await session.query(`BEGIN; CREATE TABLE copied AS SELECT * FROM orders; CREATE TABLE history AS SELECT * FROM roundtrip.history;
      TRUNCATE orders; ALTER TABLE roundtrip.history DISABLE TRIGGER USER; TRUNCATE roundtrip.history;
      INSERT INTO orders SELECT * FROM copied; INSERT INTO roundtrip.history OVERRIDING SYSTEM VALUE SELECT * FROM history; COMMIT`);

    expect(await conflicts()).toEqual(['1 conflict']);
  });

  it('one that the migration wrote in a subtransaction of its own', async () => {
    const seeding = `${up}; DO $$ BEGIN INSERT INTO public.orders VALUES (1, 'made'); EXCEPTION WHEN others THEN NULL; END $$;
      INSERT INTO orders VALUES (2, 'made')`;
    await rollback.up(seeding);
    await rollback.scratch.session.query("UPDATE orders SET note = 'changed'");
    await rollback.down(down);
    await rollback.up(seeding);

    expect(await conflicts()).toEqual(['1 conflict']);
    expect(await rollback.lines('SELECT * FROM orders ORDER BY id')).toEqual(['(1,made)', '(2,changed)']);
  });

  it('a value that a user removed from a column whose values the rollback rewrote', async () => {
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
