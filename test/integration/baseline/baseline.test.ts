import { baseline, type BaselineOptions } from '../../../src/baseline/baseline.js';
import type { BaselineReport } from '../../../src/baseline/baseline-report.js';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { sql } from '../cli/support/migrations.js';
import { useLiveBench, type LiveProject } from '../history/support/live-project.js';
import { testServerUrl } from '../../support/scratch.js';

const bench = useLiveBench();

const files = {
  'migrations/1_mood.js': sql("CREATE TYPE mood AS ENUM ('sad', 'ok')", 'DROP TYPE mood'),
  'migrations/2_diary.js': sql(
    'CREATE TABLE diary (id int PRIMARY KEY, m mood NOT NULL); CREATE INDEX by_mood ON diary (m)',
    'DROP TABLE diary',
  ),
  'migrations/3_notes.js': sql('CREATE TABLE notes (id int)', 'DROP TABLE notes'),
};

/** The objects of the first two migrations, created without migrations. */
const byHand = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE diary (id int NOT NULL, m mood NOT NULL);
  ALTER TABLE diary ADD PRIMARY KEY (id);
  CREATE INDEX by_mood ON diary (m);`;

function take(
  live: LiveProject,
  name: string,
  options: Partial<BaselineOptions> = {},
): Promise<BaselineReport> {
  const { config } = live;
  const fixed = { database: bench.database, config, signal: uninterruptible } as const;
  return baseline(name, { ...fixed, scratch: { kind: 'automatic' }, mode: 'record', ...options });
}

function told({ traces }: BaselineReport): readonly string[] {
  return traces.map(({ change, kind, name }) => `${change} ${kind} ${name}`);
}

/** Tables of roundtrip and of node-pg-migrate in the database. */
async function bookkeeping(): Promise<readonly unknown[]> {
  const { rows } = await bench.session.query(
    "SELECT to_regclass('pgmigrations')::text AS table, to_regnamespace('roundtrip')::text AS schema",
  );
  return rows;
}

describe('a database that contains the objects of the migrations', () => {
  it('may be restored from a dump of an older server, which has no names of NOT NULL constraints', async () => {
    const renaming =
      'ALTER TABLE person RENAME TO customer; ALTER TABLE customer RENAME COLUMN mail TO email; ALTER INDEX person_pkey RENAME TO customer_pkey';
    const live = await bench.project({
      'migrations/1_person.js': sql(
        'CREATE TABLE person (id int PRIMARY KEY, mail text NOT NULL)',
        'DROP TABLE person',
      ),
      'migrations/2_rename.js': sql(renaming, 'SELECT 1'),
    });
    await bench.session.query(
      'CREATE TABLE customer (id int NOT NULL, email text NOT NULL); ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (id)',
    );

    expect(await take(live, 'rename')).toMatchObject({ verdict: 'taken-over', traces: [] });
  });

  it('gets its migrations recorded as applied in order, without running any', async () => {
    const live = await bench.project(files);
    await bench.session.query(byHand);
    const report = await take(live, 'diary');

    expect(report).toMatchObject({
      verdict: 'taken-over',
      through: '2_diary',
      names: ['1_mood', '2_diary'],
      traces: [],
      repair: null,
      notes: [],
    });
    expect(await live.story()).toEqual(['up 1_mood baseline', 'up 2_diary baseline']);
    const { chain: ladder, baseline: names, edited } = await live.standing();
    expect(ladder.map(({ state }) => state)).toEqual(['applied', 'applied', 'pending']);
    expect([names, edited]).toEqual([['1_mood', '2_diary'], { ups: [], downs: [] }]);
    const results = await live.up();
    expect(results.map(({ migration }) => migration.name)).toEqual(['3_notes']);
  });

  it('may contain more objects, and have another order of columns and other grants', async () => {
    const live = await bench.project(files);
    await bench.session.query(
      `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE diary (m mood NOT NULL, id int PRIMARY KEY, at date);
       CREATE INDEX by_mood ON diary (m); CREATE INDEX by_date ON diary (at); CREATE TABLE more (id int);
       GRANT USAGE ON TYPE mood TO pg_monitor`,
    );
    const report = await take(live, '2_diary');

    expect([report.verdict, report.notes]).toEqual([
      'taken-over',
      [
        'not created by the migrations: 3 objects; roundtrip verify lists them',
        'table public.diary has its columns in a different order',
      ],
    ]);
  });

  it('may be owned by a role other than the one that connects', async () => {
    const live = await bench.project(files);
    await bench.session.query(
      `${byHand} ALTER TABLE diary OWNER TO pg_monitor; ALTER TYPE mood OWNER TO pg_monitor`,
    );
    const report = await take(live, '2_diary');

    expect([report.verdict, report.notes]).toEqual([
      'taken-over',
      ['2 objects belong to a role other than the connected one'],
    ]);
  });

  it('is not compared unless a flag requests it', async () => {
    const live = await bench.project(files);
    await bench.session.query(byHand);

    expect((await take(live, '2_diary', { mode: 'compare' })).verdict).toBe('contained');
    expect(await bookkeeping()).toEqual([{ table: null, schema: null }]);
  });

  it('is compared with a replay on another server if one is given', async () => {
    const live = await bench.project(files);
    await bench.session.query(byHand);
    const connection = parseConnectionUrl(testServerUrl(), '--scratch-url');

    expect((await take(live, '1_mood', { scratch: { kind: 'server', connection } })).verdict).toBe(
      'taken-over',
    );
  });

  it('keeps its rows if node-pg-migrate has migrated it', async () => {
    const live = await bench.project(files);
    await live.up({ history: 'off' });

    expect((await take(live, '2_diary')).names).toEqual(['1_mood', '2_diary']);
    expect((await live.history()).map(({ appliedId }) => appliedId)).toEqual([1, 2]);
    expect((await take(live, '3_notes')).names).toEqual(['3_notes']);
    expect((await take(live, '3_notes')).verdict).toBe('nothing-to-do');
    expect((await bench.session.query('SELECT FROM pgmigrations')).rows).toHaveLength(3);
  });
});

describe('a database that does not contain the objects of the migrations', () => {
  it('is not changed, and each difference is reported, with the SQL that removes it', async () => {
    const live = await bench.project(files);
    await bench.session.query(
      `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE diary (id bigint PRIMARY KEY, m mood NOT NULL)`,
    );
    const report = await take(live, '3_notes');

    expect([report.verdict, told(report)]).toEqual([
      'not-contained',
      [
        'changed type public.mood',
        'missing table public.notes',
        'changed column public.diary.id',
        'missing index public.by_mood',
      ],
    ]);
    expect(report.traces.find(({ kind }) => kind === 'column')).toMatchObject({
      before: 'integer NOT NULL',
      after: 'bigint NOT NULL',
      repair: 'ALTER TABLE public.diary ALTER COLUMN id TYPE integer USING id::integer;',
    });
    expect(report.repair).toContain('CREATE INDEX by_mood ON public.diary USING btree (m);');
    expect(await bookkeeping()).toEqual([{ table: null, schema: null }]);
  });

  it('is reported if a privilege is missing', async () => {
    const live = await bench.project({
      'migrations/1_f.js': sql(
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        'DROP FUNCTION f()',
      ),
    });
    await bench.session.query(
      `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC`,
    );

    expect(told(await take(live, '1_f'))).toEqual(['changed function public.f()']);
  });

  it.each([
    ['an unknown name', '9_none', 'there is no migration 9_none'],
    ['a gap below what is applied', '2_diary', 'pending migrations come before applied ones: 1_mood'],
  ])('is not compared in case of %s', async (_, name, message) => {
    const live = await bench.project(files);
    await live.up({ mode: 'record', history: 'off' });
    await bench.session.query("DELETE FROM pgmigrations WHERE name = '1_mood'");

    await expect(take(live, name)).rejects.toThrow(message);
  });

  it('is not compared if files are missing, or while another run holds the lock', async () => {
    await (await bench.project(files)).up();
    const live = await bench.checkout({ 'migrations/1_mood.js': files['migrations/1_mood.js'] });

    await expect(take(live, '1_mood')).rejects.toThrow(
      'files of applied migrations are missing: 2_diary, 3_notes',
    );
    await bench.session.query('SELECT pg_advisory_lock(7241865325823964)');
    await expect(take(live, '1_mood')).rejects.toThrow('another run holds the migration lock');
  });
});

describe('a rollback', () => {
  it.each(['on', 'off'] as const)('stops above the baseline with history %s', async (history) => {
    const live = await bench.project(files);
    await bench.session.query(byHand);
    await take(live, '2_diary');
    await live.up();

    await expect(live.down({ history }, { kind: 'all' })).rejects.toMatchObject({
      message: 'below the baseline, never run on this database: 2_diary, 1_mood',
      remedy: expect.stringContaining('--allow-baseline') as string,
      exitCode: 2,
    });
    expect((await live.story()).filter((line) => line.startsWith('down'))).toEqual([]);
    await live.down({ history });
  });

  it('continues below the baseline with a flag, compared with a replay on an empty database', async () => {
    const live = await bench.project(files);
    await bench.session.query(`${byHand} ALTER TABLE diary ADD COLUMN extra int`);
    await take(live, '2_diary');

    await expect(live.down({ baseline: 'undone' })).rejects.toMatchObject({
      finding: { traces: [expect.objectContaining({ kind: 'column', name: 'public.diary.extra' })] },
    });
    await bench.session.query('ALTER TABLE diary DROP COLUMN extra');
    await live.down({ baseline: 'undone' }, { kind: 'all' });
    await live.up({}, { kind: 'count', count: 1 });
    expect((await live.standing()).baseline).toEqual([]);
    await live.down();
  });
});
