import { sql } from '../cli/support/migrations.js';
import { useLiveBench, type LiveProject } from './support/live-project.js';

const bench = useLiveBench();

const first = sql('CREATE TABLE a (id int)', 'DROP TABLE a');
const second = sql('CREATE TABLE b (id int)', 'DROP TABLE b');
const files = { 'migrations/1_a.js': first, 'migrations/2_b.js': second };

/** The error messages of `up` and `down`. */
async function refusals(live: LiveProject): Promise<readonly unknown[]> {
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : error);
  return [await live.up().catch(messageOf), await live.down().catch(messageOf)];
}

async function rungs(live: LiveProject): Promise<readonly string[]> {
  const { chain: ladder, edited, baseline, halfDone } = await live.standing();
  return [
    ...ladder.map(({ name, state }) => `${name} ${state}`),
    ...edited.ups.map((name) => `${name} edited`),
    ...edited.downs.map((name) => `${name} down edited`),
    ...baseline.map((name) => `${name} baseline`),
    ...halfDone.map(({ name, direction, how }) => `${name} ${direction} ${how}`),
  ];
}

describe('an applied migration', () => {
  it('whose up was edited stops up and down with its name, unless a flag allows it', async () => {
    const live = await bench.project(files);
    await live.up();
    await live.project.write({ 'migrations/1_a.js': sql('CREATE TABLE a (id bigint)', 'DROP TABLE a') });

    expect(await refusals(live)).toEqual(
      Array.from({ length: 2 }, () => 'edited since they were applied: 1_a'),
    );
    expect(await rungs(live)).toEqual(['1_a applied', '2_b applied', '1_a edited']);
    expect(await live.up({ edited: 'allowed' })).toEqual([]);
    await live.down({ edited: 'allowed' }, { kind: 'all' });
    expect(await live.story()).toEqual(['up 1_a done', 'up 2_b done', 'down 2_b done', 'down 1_a done']);
  });

  it.each([
    ['another down', sql('CREATE TABLE a (id int)', 'DROP TABLE public.a')],
    ['a comment', `// Why.\n${first}`],
  ])('stops nothing if only %s was edited; this is reported, and recorded by its down', async (_, edited) => {
    const live = await bench.project({ 'migrations/1_a.js': first });
    await live.up();
    await live.project.write({ 'migrations/1_a.js': edited });

    expect(await rungs(live)).toEqual(['1_a applied', '1_a down edited']);
    await live.down();
    expect(live.notes).toContainEqual({ kind: 'down-edited', names: ['1_a'] });
    expect((await live.history()).map(({ direction, detail }) => ({ direction, detail }))).toEqual([
      { direction: 'up', detail: null },
      { direction: 'down', detail: { edited: 'down' } },
    ]);
  });

  describe('whose SQL cannot be built without running it', () => {
    const ofDb = (up: string) => `
export const up = async (pgm) => {
${up}
};
export const down = (pgm) => pgm.sql('DROP TABLE a');
`;
    const ofSql = (up: string) => `-- Up Migration\n${up}\n-- Down Migration\nDROP TABLE a;\n`;
    const cases = {
      '1_a.js': {
        ran: ofDb("  await pgm.db.query('CREATE TABLE a (id int)');"),
        same: ofDb("  // The table 'a'.\n\n  await pgm.db\n    .query('CREATE TABLE a (id int)') /* now */;"),
        edited: ofDb("  await pgm.db.query('CREATE TABLE a (id bigint)');"),
      },
      '1_a.ts': {
        ran: ofDb('  await (pgm as any).db.query(`CREATE TABLE a (id int DEFAULT ${1})`);'),
        same: `/** Why. */${ofDb('  await pgm.db.query(`CREATE TABLE a (id int DEFAULT ${1})`);')}`,
        edited: ofDb('  await (pgm as any).db.query(`CREATE TABLE a (id int DEFAULT ${ 2})`);'),
      },
      '1_a.sql': {
        ran: ofSql("CREATE TABLE a (id int DEFAULT length('a -- b'));"),
        same: ofSql(
          "/* A /* nested */ one. */\nCREATE TABLE a ( -- it's\n id int\n DEFAULT length('a -- b'));",
        ),
        edited: ofSql("CREATE TABLE a (id int DEFAULT length('a -- c'));"),
      },
    };

    it.each(Object.entries(cases))(
      'is compared without comments and white space: %s',
      async (name, { ran, same, edited }) => {
        const live = await bench.project({ [`migrations/${name}`]: ran });
        await live.up();

        await live.project.write({ [`migrations/${name}`]: edited });
        expect(await rungs(live)).toEqual(['1_a applied', '1_a edited']);
        await live.project.write({ [`migrations/${name}`]: same });
        expect(await rungs(live)).toEqual(['1_a applied', '1_a down edited']);
        await live.down();
        expect((await live.story()).at(-1)).toBe('down 1_a done');
      },
    );
  });

  it('is equal to a checkout with other line endings', async () => {
    const live = await bench.project({ 'migrations/1_a.sql': 'CREATE TABLE a (\n  id int\n);\n' });
    await live.up();
    await live.project.write({ 'migrations/1_a.sql': 'CREATE TABLE a (\r\n  id int\r\n);\r\n' });

    expect(await rungs(live)).toEqual(['1_a applied']);
  });

  it('whose file is missing stops up and down with its name, unless a flag allows it', async () => {
    await (await bench.project(files)).up();
    const third = sql('CREATE TABLE c (id int)', 'DROP TABLE c');
    const other = await bench.checkout({ 'migrations/2_b.js': second, 'migrations/3_c.js': third });

    expect(await refusals(other)).toEqual(
      Array.from({ length: 2 }, () => 'files of applied migrations are missing: 1_a'),
    );
    expect(await rungs(other)).toEqual(['1_a missing', '2_b applied', '3_c pending']);
    await other.up({ missing: 'allowed' });
    await other.down({ missing: 'allowed' }, { kind: 'count', count: 2 });
    expect((await other.story()).slice(2)).toEqual(['up 3_c done', 'down 3_c done', 'down 2_b done']);
  });
});

it('a pending migration before applied ones stops up and down with its name, unless a flag allows it', async () => {
  const live = await bench.project({ 'migrations/2_b.js': second });
  await live.up();
  await live.project.write({ 'migrations/1_a.js': first });
  const { migrations } = live.config;
  const inAnyOrder = {
    config: { ...live.config, migrations: { ...migrations, checkOrder: 'off' as const } },
  };

  expect(await refusals(live)).toEqual(
    Array.from({ length: 2 }, () => 'pending migrations come before applied ones: 1_a'),
  );
  expect(await rungs(live)).toEqual(['2_b applied', '1_a out-of-order']);
  await live.up(inAnyOrder);
  await live.down(inAnyOrder, { kind: 'all' });
  expect(await live.story()).toEqual(['up 2_b done', 'up 1_a done', 'down 1_a done', 'down 2_b done']);
});

describe('a migration without a transaction', () => {
  const half = {
    'migrations/1_half.js': `export const up = (pgm) => { pgm.noTransaction(); pgm.sql('CREATE TABLE one (id int)'); pgm.sql('SELECT 1 / 0'); };
export const down = () => {};`,
  };

  it('that failed is interrupted, and its statements are listed, until it is marked as applied', async () => {
    const live = await bench.project(half);
    await expect(live.up()).rejects.toThrow('division by zero');

    expect((await live.standing()).halfDone).toEqual([
      {
        name: '1_half',
        direction: 'up',
        how: 'failed',
        statements: [
          { number: 0, sql: 'CREATE TABLE one (id int);', state: 'completed' },
          { number: 1, sql: 'SELECT 1 / 0;', state: 'started' },
        ],
      },
    ]);
    await bench.session.query("INSERT INTO pgmigrations (name, run_on) VALUES ('1_half', now())");
    expect(await rungs(live)).toEqual(['1_half applied']);
  });

  it('is running while a session holds the lock, and interrupted afterwards', async () => {
    const live = await bench.project(half);
    await expect(live.up()).rejects.toThrow('division by zero');
    // The state after the process was killed before it recorded the failure.
    await bench.session.query(
      `ALTER TABLE roundtrip.history DISABLE TRIGGER append_only;
       DELETE FROM roundtrip.history WHERE outcome = 'failed'`,
    );
    await bench.session.query('SELECT pg_advisory_lock(7241865325823964)');
    expect(await rungs(live)).toEqual(['1_half pending', '1_half up running']);
    await bench.session.query('SELECT pg_advisory_unlock_all()');
    expect(await rungs(live)).toEqual(['1_half pending', '1_half up broken off']);
  });
});
