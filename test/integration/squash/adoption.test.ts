import { uninterruptible } from '../../../src/database/interruption.js';
import { squash } from '../../../src/squash/squash.js';
import { verify } from '../../../src/verify/verify.js';
import { sql } from '../cli/support/migrations.js';
import { useLiveBench, type LiveProject } from '../history/support/live-project.js';

const bench = useLiveBench();

const files = {
  'migrations/1_a.js': sql('CREATE TABLE a (id int)', 'DROP TABLE a'),
  'migrations/2_b.js': sql('CREATE TABLE b (id int)', 'DROP TABLE b'),
  'migrations/3_c.js': sql('CREATE TABLE c (id int)', 'DROP TABLE c'),
};
const later = { 'migrations/4_d.js': sql('CREATE TABLE d (id int)', 'DROP TABLE d') };

const one = { kind: 'count', count: 1 } as const;

/** Squashes the first three migrations. */
async function squashed({ config }: LiveProject, to = '3_c'): Promise<void> {
  const report = await squash({
    server: bench.database,
    config,
    signal: uninterruptible,
    to,
    maxRows: 10,
    clusterChanges: 'refused',
    mode: 'write',
  });
  expect(report).toMatchObject({ verdict: 'squashed', differences: [] });
}

async function recorded(): Promise<readonly string[]> {
  const { rows } = await bench.session.query<{ name: string }>(
    'SELECT name FROM pgmigrations ORDER BY run_on, id',
  );
  return rows.map(({ name }) => name);
}

async function states(live: LiveProject): Promise<readonly string[]> {
  return (await live.standing()).chain.map(({ name, state }) => `${state} ${name}`);
}

describe('a squashed migration', () => {
  it('runs if none of the migrations that it replaces is applied', async () => {
    const live = await bench.project({ ...files, ...later });
    await squashed(live);
    await live.up();

    expect(await recorded()).toEqual(['3_squashed', '4_d']);
    expect(await live.story()).toEqual(['up 3_squashed done', 'up 4_d done']);
    await live.down({}, { kind: 'all' });
    expect(await recorded()).toEqual([]);
  });

  it('is recorded without running if all of them are applied, and precedes the later ones', async () => {
    const live = await bench.project({ ...files, ...later });
    await live.up();
    await squashed(live);
    expect(await states(live)).toEqual(['applied 3_squashed', 'applied 4_d']);
    const seen = await verify({
      database: bench.database,
      config: live.config.migrations,
      signal: uninterruptible,
      rules: [],
      scratch: { kind: 'automatic' },
    });
    expect(seen.verdict).toBe('same');
    await live.up();

    expect(await recorded()).toEqual(['3_squashed', '4_d']);
    expect(live.notes).toContainEqual({ kind: 'squashed', name: '3_squashed', count: 3 });
    expect((await live.story()).at(-1)).toBe('up 3_squashed squashed');
    await live.down();
    await live.up();
    expect(await recorded()).toEqual(['3_squashed', '4_d']);
  });

  it('is rolled back only as a whole, and only with a flag', async () => {
    const live = await bench.project(files);
    await live.up();
    await squashed(live);

    await expect(live.down()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('recorded in place of the migrations that it replaces') as unknown,
    });
    await live.down({ baseline: 'undone' });
    expect(await recorded()).toEqual([]);
    const { rows } = await bench.session.query("SELECT to_regclass('public.a') AS a");
    expect(rows).toEqual([{ a: null }]);
  });

  it('is replaced by the recorded migrations when these are rolled back from the history', async () => {
    const live = await bench.project({ ...files, ...later });
    await live.up();
    await squashed(live);
    await live.up();
    await live.down({ source: 'history' }, { kind: 'through', name: '3_c' });

    expect(await recorded()).toEqual(['1_a', '2_b']);
    expect((await live.story()).slice(-3)).toEqual([
      'down 3_squashed squashed',
      'down 4_d done',
      'down 3_c done',
    ]);
  });

  it('is rejected with a remedy if only some of them are applied, until the old files have run', async () => {
    const live = await bench.project({ ...files, ...later });
    await live.up({}, one);
    await squashed(live);
    expect((await live.standing()).partly).toMatchObject([{ applied: ['1_a'], needed: ['2_b', '3_c'] }]);

    await expect(live.up()).rejects.toMatchObject({
      code: 'migration-file',
      message: '3_squashed replaces 3 migrations, of which 1 is applied here; still needed: 2_b, 3_c',
      remedy: expect.stringMatching(/--migrations-dir \S+migrations\/squashed\/3_squashed$/) as unknown,
    });
    const { config } = live;
    const directories = [`${live.project.directory}/migrations/squashed/3_squashed`] as const;
    await live.up({ config: { ...config, migrations: { ...config.migrations, directories } } });
    await live.up();

    expect(await recorded()).toEqual(['3_squashed', '4_d']);
  });

  it('can be replaced by another one, which lists the migrations that the first one replaced', async () => {
    const live = await bench.project({ ...files, ...later });
    await live.up();
    await squashed(live);
    await squashed(live, '4_d');
    await live.up();

    expect(await recorded()).toEqual(['4_squashed']);
  });

  it('can be replaced by another one after it was recorded', async () => {
    const live = await bench.project({ ...files, ...later });
    await live.up({}, { kind: 'count', count: 3 });
    await squashed(live);
    await live.up();
    await squashed(live, '4_d');
    await live.up();

    expect(await recorded()).toEqual(['4_squashed']);
    expect(await states(live)).toEqual(['applied 4_squashed']);
  });
});
