import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';

const bench = useBench();

/** One migration of each file type, named after it. */
const everyKind = {
  'migrations/01_ts.ts': table('t_ts'),
  'migrations/02_mts.mts': table('t_mts'),
  'migrations/03_cts.cts': `import type { MigrationBuilder } from 'node-pg-migrate';
exports.up = (pgm: MigrationBuilder) => { pgm.createTable('t_cts', { id: 'id' }); };
exports.down = (pgm: MigrationBuilder) => { pgm.dropTable('t_cts'); };`,
  'migrations/04_js.js': sql('CREATE TABLE t_js ()', 'DROP TABLE t_js'),
  'migrations/05_cjs.cjs': `module.exports = {
  up(pgm) { pgm.createTable('t_cjs', { id: 'id' }); },
  down(pgm) { pgm.dropTable('t_cjs'); },
};`,
  'migrations/06_mjs.mjs': sql('CREATE TABLE t_mjs ()', 'DROP TABLE t_mjs'),
  'migrations/07_sql.sql': '-- Up Migration\nCREATE TABLE t_sql ();\n-- Down Migration\nDROP TABLE t_sql;\n',
  'migrations/08_pair.up.sql': 'CREATE TABLE t_pair ();',
  'migrations/08_pair.down.sql': 'DROP TABLE t_pair;',
  'migrations/09_default.ts': `export default {
  up: (pgm: any) => { pgm.createTable('t_default', { id: 'id' }); },
  down: (pgm: any) => { pgm.dropTable('t_default'); },
};`,
};

const kinds = ['t_cjs', 't_cts', 't_default', 't_js', 't_mjs', 't_mts', 't_pair', 't_sql', 't_ts'];

describe('migration files', () => {
  it('of every type run up, down and up again', async () => {
    const project = await bench.project(everyKind);

    expect((await project.run('up')).stderr).not.toContain('error');
    expect(await bench.tables()).toEqual(kinds);
    expect((await project.run('down --all')).code).toBe(0);
    expect(await bench.tables()).toEqual([]);
    expect((await project.run('up')).code).toBe(0);
    expect(await bench.tables()).toEqual(kinds);
  });

  it('with callbacks end when the callback is called', async () => {
    const project = await bench.project({
      'migrations/1_callback.js': `
export const up = (pgm, run) => { setTimeout(() => { pgm.createTable('late', { id: 'id' }); run(); }, 20); };
export const down = (pgm, run) => { setTimeout(() => { pgm.dropTable('late'); run(); }, 20); };`,
    });

    await project.run('up');
    expect(await bench.tables()).toEqual(['late']);
    await project.run('down');
    expect(await bench.tables()).toEqual([]);
  });

  it('share the shorthands of earlier files', async () => {
    const project = await bench.project({
      'migrations/1_shorthands.js': `
export const shorthands = { money: { type: 'numeric(12,2)', notNull: true } };
export const up = () => {}; export const down = () => {};`,
      'migrations/2_prices.js': `
export const up = (pgm) => { pgm.createTable('prices', { amount: 'money' }); };
export const down = (pgm) => { pgm.dropTable('prices'); };`,
    });
    await project.run('up 1');
    await project.run('up');

    const { rows } = await bench.session.query(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'prices'::regclass AND attnum = 1`,
    );
    expect(rows).toEqual([{ type: 'numeric(12,2)' }]);
  });

  it('can query the database while they are built, in their own transaction', async () => {
    const project = await bench.project({
      'migrations/1_rows.js': sql(
        'CREATE TABLE source (n int); INSERT INTO source VALUES (41)',
        'DROP TABLE source',
      ),
      'migrations/2_ask.js': `
export const up = async (pgm) => {
  const [{ n }] = await pgm.db.select('SELECT n FROM source');
  await pgm.db.query('UPDATE source SET n = 99');
  pgm.sql(\`CREATE TABLE answer AS SELECT \${n} + 1 AS n\`);
};
export const down = (pgm) => { pgm.dropTable('answer'); };`,
      'migrations/3_fails.js': `
export const up = async (pgm) => { await pgm.db.query('UPDATE source SET n = 0'); pgm.sql('SELECT nothing'); };
export const down = () => {};`,
    });
    expect((await project.run('up')).code).toBe(3);

    expect((await bench.session.query('SELECT a.n, s.n AS source FROM answer a, source s')).rows).toEqual([
      { n: 42, source: 99 },
    ]);
  });

  it('without a down are rolled back by the inverse of their up', async () => {
    const project = await bench.project({
      'migrations/1_inferred.js': `export const up = (pgm) => { pgm.createTable('inferred', { id: 'id' }); };`,
    });
    await project.run('up');
    expect((await project.run('down')).code).toBe(0);
    expect(await bench.tables()).toEqual([]);
  });

  it.each([
    [
      'down = false',
      { 'migrations/2_once.js': 'export const up = () => {}; export const down = false;' },
      '2_once is declared irreversible',
    ],
    ['no down part in SQL', { 'migrations/2_once.sql': 'SELECT 1;' }, '2_once has no down part'],
  ])('with %s stop a rollback before it begins', async (_, file, message) => {
    const project = await bench.project({
      'migrations/1_first.ts': table('first'),
      ...(file as Record<string, string>),
      'migrations/3_third.ts': table('third'),
    });
    await project.run('up');

    for (const line of ['down --all', 'down 2', 'redo 2', 'down --all --dry-run']) {
      const result = await project.run(line);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain(message);
    }
    expect(await bench.tables()).toEqual(['first', 'third']);
    expect((await project.run('down --to once')).code).toBe(0);
    expect(await bench.tables()).toEqual(['first']);
  });
});

/** Title, files and expected message. */
const broken: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  [
    'with a syntax error',
    { '2_bad.ts': 'export const up = () => {\n  const = 1;\n};\n' },
    'migrations/2_bad.ts:2:',
  ],
  ['that throws when loaded', { '2_bad.js': '\n\nthrow new Error("on load");' }, 'migrations/2_bad.js:3'],
  [
    'that imports what is not there',
    { '2_bad.ts': "import './nowhere.js';\nexport const up = () => {};" },
    '2_bad.ts',
  ],
  ['without an up', { '2_bad.ts': 'export const down = () => {};' }, '2_bad.ts exports no function "up"'],
  [
    'whose down is text',
    { '2_bad.js': 'export const up = () => {}; export const down = "no";' },
    '2_bad.js exports a "down" that is neither a function nor false',
  ],
  [
    'whose down is its up',
    { '2_bad.js': 'export const up = () => {}; export const down = up;' },
    'exports the same function as "up" and "down"',
  ],
  [
    'without a number',
    { 'later.ts': table('x') },
    'later.ts is in the migrations folder, but its name does not start with a number',
  ],
  [
    'of the same name',
    { '2_bad.ts': table('x'), '2_bad.sql': 'SELECT 1' },
    'two files define the migration 2_bad',
  ],
  ['that is no migration', { 'README.md': 'Hello' }, 'README.md is in the migrations folder'],
  ['of a kind that does not run', { '2_bad.py': 'pass' }, '2_bad.py does not end in'],
  [
    'with a quote in its name',
    { "2_o'bad.ts": table('x') },
    "2_o'bad.ts has a quote or backslash in its name",
  ],
  ['that is a test', { '2_bad.test.ts': '' }, '2_bad.test.ts is a test'],
  ['that declares types', { '2_bad.d.ts': '' }, '2_bad.d.ts is a declaration file'],
  ['that is a down without its up', { '2_bad.down.sql': '' }, '2_bad.down.sql has no matching 2_bad.up.sql'],
];

describe('a migration file', () => {
  it.each(broken)('is rejected with its name, and nothing runs: %s', async (_, files, message) => {
    const inFolder = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`migrations/${name}`, text]),
    );
    const project = await bench.project({ 'migrations/1_good.ts': table('good'), ...inFolder });
    const result = await project.run('up');

    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(await bench.tables()).toEqual([]);
  });

  it('with an error does not hide the errors of other files', async () => {
    const project = await bench.project({
      'migrations/1_syntax.ts': 'export const up = (;',
      'migrations/2_good.ts': table('good'),
      'migrations/3_none.ts': '',
      'migrations/4_down.js': 'export const up = () => {}; export const down = 4;',
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(2);
    expect(stderr).toContain('1_syntax.ts:1:');
    expect(stderr).toContain('3_none.ts exports no function "up"');
    expect(stderr).toContain('4_down.js exports a "down"');
  });

  it('may have dots in its name', async () => {
    const project = await bench.project({ 'migrations/1_v1.2.ts': table('dotted') });
    await project.run('up');

    expect(await bench.recorded()).toEqual(['1_v1.2']);
    expect((await project.run('status')).stdout).toContain('1 migration applied');
  });
});
