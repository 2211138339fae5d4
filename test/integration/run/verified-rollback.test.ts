import { useLive } from './support/live.js';
import { forgetful, sql, table } from './support/migrations.js';

const live = useLive();

describe('a down that would drop an existing object that its up skipped because of IF NOT EXISTS', () => {
  it.each([
    {
      what: 'table',
      before: 'CREATE TABLE kept (id int)',
      up: 'CREATE TABLE IF NOT EXISTS kept (id int)',
      down: 'DROP TABLE kept',
      told: 'table public.kept would be dropped',
      there: "to_regclass('kept')",
    },
    {
      what: 'column',
      before: 'CREATE TABLE t (id int, kept int)',
      up: 'ALTER TABLE t ADD COLUMN IF NOT EXISTS kept int',
      down: 'ALTER TABLE t DROP COLUMN kept',
      told: 'column public.t.kept would be dropped',
      there: "(SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'kept')",
    },
    {
      what: 'index',
      before: 'CREATE TABLE t (id int); CREATE INDEX kept ON t (id)',
      up: 'CREATE INDEX IF NOT EXISTS kept ON t (id)',
      down: 'DROP INDEX kept',
      told: 'index public.kept would be dropped',
      there: "to_regclass('kept')",
    },
    {
      what: 'type',
      before: "CREATE TYPE kept AS ENUM ('a')",
      up: "DO $$ BEGIN CREATE TYPE kept AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
      down: 'DROP TYPE kept',
      told: 'type public.kept would be dropped',
      there: "to_regtype('kept')",
    },
    {
      what: 'function',
      before: 'CREATE FUNCTION kept() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      up: 'CREATE OR REPLACE FUNCTION kept() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      down: 'DROP FUNCTION kept()',
      told: 'function public.kept() would be dropped',
      there: "to_regprocedure('kept()')",
    },
    {
      what: 'extension',
      before: 'CREATE EXTENSION citext',
      up: 'CREATE EXTENSION IF NOT EXISTS citext',
      down: 'DROP EXTENSION citext',
      told: 'extension citext would be dropped',
      there: "to_regtype('citext')",
    },
  ])('is stopped before it commits: $what', async ({ before, up, down, told, there }) => {
    const project = await live.project({ '1_kept.cjs': sql(up, down) });
    await live.session.query(before);
    await project.up();
    const ran = await project.down();

    expect({ on: ran.finding?.on, there: await live.exists(there) }).toEqual({ on: 'database', there: true });
    expect(ran.told).toContain(told);
    expect(ran.told).toContain('to repair, add to the down:');
    expect(await live.recorded()).toEqual(['1_kept']);
    expect(await live.history()).toEqual(['up 1_kept done', 'down 1_kept failed']);
  });
});

const LOCKED = `
  SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_database AS d ON d.oid = l.database
  WHERE d.datname = pg_catalog.current_database() AND l.mode = 'AccessExclusiveLock'`;

describe('a down', () => {
  it('is reported in detail after its locks are released if it leaves traces or drops other objects', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful, '2_a.cjs': table('a') });
    await project.up();
    await live.session.query('CREATE INDEX added ON a (note)');
    const locked: Promise<{ rows: readonly unknown[] }>[] = [];
    const { notes } = await project.down({
      target: { kind: 'all' },
      traces: 'accepted',
      noted: () => locked.push(live.session.query(LOCKED)),
    });

    expect(notes.map(({ kind }) => kind)).toEqual(['went-along', 'left-traces']);
    expect((await Promise.all(locked)).map(({ rows }) => rows)).toEqual([[], []]);
  });

  it('is committed if it reverts the changes of its up, although others changed other objects', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up();
    await live.session.query('CREATE TABLE others (id int PRIMARY KEY); CREATE VIEW seen AS SELECT 1 AS one');

    expect(await project.down()).toMatchObject({ steps: ['down 1_alpha'], notes: [], error: '' });
    expect(await live.history()).toEqual(['up 1_alpha done', 'down 1_alpha done']);
  });

  it('is reported with the SQL that drops an object it would leave behind', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful });
    await project.up();

    expect((await project.down()).told).toBe(
      [
        '1_mood  migrations/1_mood.cjs',
        '  type public.mood would be left behind',
        '    + enum (sad)',
        '  to repair, add to the down:',
        '    DROP TYPE public.mood;',
      ].join('\n'),
    );
  });

  it('is committed with its traces if they are accepted, and the history lists them', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful });
    await project.up();
    const { steps, notes } = await project.down({ traces: 'accepted' });
    const { rows } = await live.session.query(
      'SELECT outcome, detail FROM roundtrip.history ORDER BY id DESC LIMIT 1',
    );

    expect({ steps, kinds: notes.map(({ kind }) => kind) }).toEqual({
      steps: ['down 1_mood'],
      kinds: ['left-traces'],
    });
    expect(rows).toEqual([
      { outcome: 'accepted-traces', detail: { traces: [{ object: 'type public.mood', change: 'left' }] } },
    ]);
  });

  it('is rejected with the object of the migration that was changed since', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up();
    await live.session.query("ALTER TABLE alpha ALTER COLUMN note SET DEFAULT 'none'");

    expect((await project.down()).told).toContain(
      'column public.alpha.note was changed since the up; the change would be lost',
    );
    expect(await live.exists("to_regclass('alpha')")).toBe(true);
  });

  it('does not drop objects that were added to its table', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up();
    await live.session.query('ALTER TABLE alpha ADD COLUMN extra int; CREATE INDEX by_hand ON alpha (note)');
    const { told } = await project.down();

    expect(told).toContain('column public.alpha.extra would be dropped');
    expect(told).toContain('index public.by_hand goes with table public.alpha');
  });

  it("keeps another session's change to the same object that it does not affect", async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE t (id int, n int)', 'DROP TABLE t'),
      '2_default.cjs': sql(
        'ALTER TABLE t ALTER COLUMN n SET DEFAULT 1',
        'ALTER TABLE t ALTER COLUMN n DROP DEFAULT',
      ),
    });
    await project.up();
    await live.session.query('ALTER TABLE t ALTER COLUMN n SET NOT NULL');

    expect((await project.down()).steps).toEqual(['down 2_default']);
  });

  it('may restore the columns of a table in another order, which is reported', async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE t (a int, b int, c int)', 'DROP TABLE t'),
      '2_b.cjs': sql('ALTER TABLE t DROP COLUMN b', 'ALTER TABLE t ADD COLUMN b int'),
    });
    await project.up();
    const { steps, notes } = await project.down();

    expect({ steps, kinds: notes.map(({ kind }) => kind) }).toEqual({
      steps: ['down 2_b'],
      kinds: ['reordered'],
    });
    expect((await project.down()).steps).toEqual(['down 1_t']);
  });

  it('of a range stops at the first migration that is not exact, and those before it stay rolled back', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful, '2_beta.cjs': table('beta') });
    await project.up();
    const { steps, finding } = await project.down({ target: { kind: 'all' } });

    expect({ steps, stopped: finding?.migration }).toEqual({ steps: ['down 2_beta'], stopped: '1_mood' });
    expect(await live.recorded()).toEqual(['1_mood']);
  });

  it('is not verified without a history, creates no schema for it, and a note reports this', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful });
    await project.up({ history: 'off' });

    expect(await project.down({ history: 'off' })).toMatchObject({
      steps: ['down 1_mood'],
      notes: [{ kind: 'not-verified', name: '1_mood' }],
    });
    expect(await live.exists("to_regnamespace('roundtrip')")).toBe(false);
  });

  it('is compared with the changes of its up, even if transactions of others commit during it', async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE t (id int)', 'DROP TABLE t'),
      '2_slow.cjs': sql(
        'CREATE TABLE slow (id int)',
        'SELECT pg_advisory_lock(7), pg_advisory_unlock(7); DROP TABLE slow',
      ),
    });
    await project.up();
    const other = await live.connect();
    await other.query('SELECT pg_advisory_lock(7)');
    const ran = project.down();
    await untilWaiting();
    await other.query('CREATE TABLE meanwhile (id int); ALTER TABLE t ADD COLUMN meanwhile int');
    await other.query('SELECT pg_advisory_unlock(7)');

    expect(await ran).toMatchObject({ steps: ['down 2_slow'], error: '' });
    // The table of the first migration differs from the result of its up.
    expect((await project.down()).told).toContain('column public.t.meanwhile would be dropped');
  });

  it("is distinguished from another session's change to the same table before it locks the table", async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE t (id int)', 'DROP TABLE t'),
      '2_n.cjs': sql(
        'ALTER TABLE t ADD COLUMN n int',
        'SELECT pg_advisory_lock(7), pg_advisory_unlock(7); ALTER TABLE t DROP COLUMN n',
      ),
    });
    await project.up();
    const other = await live.connect();
    await other.query('SELECT pg_advisory_lock(7)');
    const ran = project.down();
    await untilWaiting();
    await other.query('ALTER TABLE t ADD COLUMN meanwhile int');
    await other.query('SELECT pg_advisory_unlock(7)');

    expect(await ran).toMatchObject({ steps: ['down 2_n'], error: '' });
  });
});

const WAITING = `
  SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND NOT l.granted
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`;

async function untilWaiting(): Promise<void> {
  while ((await live.session.query(WAITING)).rows.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a down of a migration without a record', () => {
  it('is first proven on a scratch database, and compared with the result', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up({ history: 'off' });

    expect(await project.down()).toMatchObject({
      steps: ['down 1_alpha'],
      notes: [{ kind: 'rehearsing', names: ['1_alpha'] }],
    });
  });

  it('does not start if it is not exact on the scratch database', async () => {
    const project = await live.project({ '1_mood.cjs': forgetful });
    await project.up({ history: 'off' });
    const { steps, finding } = await project.down();

    expect({ steps, on: finding?.on, recorded: await live.recorded() }).toEqual({
      steps: [],
      on: 'scratch',
      recorded: ['1_mood'],
    });
  });

  it('is stopped if it would drop more here than on the scratch database', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up({ history: 'off' });
    await live.session.query('ALTER TABLE alpha ADD COLUMN extra int');

    expect((await project.down()).told).toContain('column public.alpha.extra would be dropped');
  });

  it('is recognised by the row in the migrations table if the migration was applied again later', async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE IF NOT EXISTS t (id int)', 'DROP TABLE t'),
    });
    await live.session.query('CREATE TABLE t (id int)');
    await project.up();
    await live.session.query('DROP TABLE t');
    await project.down({ mode: 'record', history: 'off' });
    await project.up({ history: 'off' });

    expect((await project.down()).steps).toEqual(['down 1_t']);
  });
});
