import { useBench } from './support/bench.js';
import { sql, table, threeTables } from './support/migrations.js';

const bench = useBench();

describe('a statement that fails', () => {
  it('rolls back its migration, and earlier ones of the run stay applied', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_bad.js': `export const up = (pgm) => {
  pgm.createTable('half', { id: 'id' });
  pgm.sql('INSERT INTO half DEFAULT VALUES');
  pgm.sql("INSERT INTO half (id)\\nSELECT 1\\nWHERE nosuch > 3");
  pgm.createTable('never', { id: 'id' });
};
export const down = () => {};`,
      'migrations/3_gamma.ts': table('gamma'),
    });
    const result = await project.run('up');

    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(/^up {4}1_alpha .*\n$/);
    expect(result.stderr).toContain(
      [
        'error: the up of 2_bad failed: column "nosuch" does not exist (SQLSTATE 42703)',
        '  | INSERT INTO half (id)',
        '  | SELECT 1',
        '  | WHERE nosuch > 3;',
        '  |       ^',
        `  in ${project.path('migrations/2_bad.js')}:4`,
        'Nothing of this up took effect. Fix the migration and run it again.',
      ].join('\n'),
    );
    expect(await bench.tables()).toEqual(['alpha']);
    expect(await bench.recorded()).toEqual(['1_alpha']);
  });

  it.each([
    {
      error: 'has a position',
      statement: 'SELECT "日本",\tnosuch',
      excerpt: '  4 | SELECT "日本",\tnosuch;\n    |        ^',
      at: '4:8',
    },
    {
      error: 'has none',
      statement: 'ALTER TABLE nosuch ADD b int',
      excerpt: '  4 | ALTER TABLE nosuch ADD b int;\n',
      at: '4:1',
    },
  ])('is shown with its place in the SQL file if the error $error', async ({ statement, excerpt, at }) => {
    const text = `-- Up Migration\n\nSELECT 1;\n${statement};\n\n-- Down Migration\nSELECT 1;\n`;
    const project = await bench.project({ 'migrations/1_bad.sql': text });
    const { stderr } = await project.run('up');

    expect(stderr).toContain(excerpt);
    expect(stderr).toContain(`  in ${project.path('migrations/1_bad.sql')}:${at}\n`);
  });

  it('in a down leaves the migration applied', async () => {
    const project = await bench.project({
      'migrations/1_bad.js': sql('CREATE TABLE kept ()', 'DROP TABLE kept; DROP TABLE nosuch'),
    });
    await project.run('up');
    const { code, stderr } = await project.run('down');

    expect(code).toBe(3);
    expect(stderr).toContain('the down of 1_bad failed: table "nosuch" does not exist (SQLSTATE 42P01)');
    expect(await bench.tables()).toEqual(['kept']);
    expect(await bench.recorded()).toEqual(['1_bad']);
  });

  it('is reported with detail and hint of the server', async () => {
    const project = await bench.project({
      'migrations/1_bad.js': sql('CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t VALUES (7), (7)'),
      'migrations/2_bad.js': sql('CREATE TABLE t (); SELECT nosuchfunction()'),
    });
    expect((await project.run('up')).stderr).toContain('detail: Key (n)=(7) already exists.');
    await project.write({ 'migrations/1_bad.js': sql('SELECT 1') });
    expect((await project.run('up')).stderr).toContain('hint: No function matches');
  });

  it('at commit (a deferred constraint) rolls back its migration, too', async () => {
    const project = await bench.project({
      'migrations/1_bad.js': sql(
        'CREATE TABLE t (id int PRIMARY KEY, other int REFERENCES t DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1, 2)',
      ),
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('SQLSTATE 23503');
    expect(await bench.tables()).toEqual([]);
    expect(await bench.recorded()).toEqual([]);
  });

  it('is reported with its line in the migration file', async () => {
    const project = await bench.project({
      'migrations/1_throws.ts':
        'export const up = (): void => {\n  const no: any = undefined;\n  no.thing();\n};\nexport const down = (): void => {};\n',
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('the up of 1_throws failed: Cannot read properties of undefined');
    expect(stderr).toMatch(/1_throws\.ts:3\n/);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('a migration without a transaction', () => {
  it('that fails is reported with the statements that stay in effect', async () => {
    const project = await bench.project({
      'migrations/1_bad.js': `export const up = (pgm) => {
  pgm.noTransaction();
  pgm.sql('CREATE TABLE stays ()');
  pgm.sql('SELECT nosuch');
};
export const down = () => {};`,
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('These statements took effect and were not undone:\n  CREATE TABLE stays ()');
    expect(stderr).not.toContain('Nothing of this up');
    expect(await bench.tables()).toEqual(['stays']);
    expect(await bench.recorded()).toEqual([]);
  });

  it('that fails to build an index is reported with the invalid index that remains', async () => {
    const project = await bench.project({
      'migrations/1_rows.js': sql('CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)', 'DROP TABLE t'),
      'migrations/2_index.js': `export const up = (pgm) => {
  pgm.noTransaction();
  pgm.createIndex('t', 'n', { name: 't_n', unique: true, concurrently: true });
};
export const down = (pgm) => { pgm.dropIndex('t', 'n', { name: 't_n', ifExists: true }); };`,
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('may exist and be invalid: drop it');
    expect(stderr).not.toContain('Nothing of this up');
    const { rows } = await bench.session.query(
      "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_n'::regclass",
    );
    expect(rows).toEqual([{ indisvalid: false }]);
  });

  it('that succeeds is recorded, and later migrations run in transactions', async () => {
    const project = await bench.project({
      'migrations/1_rows.js': sql('CREATE TABLE t (n int)', 'DROP TABLE t'),
      'migrations/2_index.js': `export const up = (pgm) => {
  pgm.noTransaction();
  pgm.createIndex('t', 'n', { name: 't_n', concurrently: true });
};
export const down = (pgm) => { pgm.noTransaction(); pgm.dropIndex('t', 'n', { name: 't_n', concurrently: true }); };`,
      'migrations/3_bad.js': sql('CREATE TABLE half (); SELECT nosuch'),
    });
    const { code, stdout } = await project.run('up');

    expect(code).toBe(3);
    expect(stdout).toContain('(no transaction)');
    expect(await bench.tables()).toEqual(['t']);
    expect(await bench.recorded()).toEqual(['1_rows', '2_index']);
    expect((await project.run('down')).code).toBe(0);
  });
});

describe('an unusual migration', () => {
  it('with COPY from standard input gets an error that does not mention timeouts', async () => {
    const project = await bench.project({
      'migrations/1_copy.sql': 'CREATE TABLE c (n int);\nCOPY c FROM STDIN;',
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('COPY … FROM stdin gets no data in a migration');
    expect(stderr).not.toContain('--statement-timeout');
  });

  it('whose down drops the migrations table gets an error that explains it', async () => {
    const project = await bench.project({
      'migrations/1_schema.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\nDROP SCHEMA app CASCADE;',
    });
    await bench.session.query('CREATE SCHEMA app');
    const flags = '--migrations-schema app --no-history';
    expect(await project.run(`up ${flags}`)).toMatchObject({ code: 0 });
    const { code, stderr } = await project.run(`down ${flags} --yes`);

    expect(code).toBe(3);
    expect(stderr).toContain('it drops the migrations table "app"."pgmigrations" or its schema');
  });
});

it('a migration is applied although sequences lag behind their rows, as after a switch-over by logical replication', async () => {
  const project = await bench.project(threeTables);
  await project.run('up 2');
  await bench.session.query(
    'ALTER SEQUENCE roundtrip.history_id_seq RESTART; ALTER SEQUENCE pgmigrations_id_seq RESTART',
  );
  expect(await project.run('up')).toMatchObject({ code: 0 });
  expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma']);
});

it('a byte order mark in an SQL file is ignored, as in psql', async () => {
  const project = await bench.project({ 'migrations/1_bom.sql': '\uFEFFCREATE TABLE marked ();' });
  expect(await project.run('up')).toMatchObject({ code: 0 });
  expect(await bench.tables()).toEqual(['marked']);
});

describe('a timeout', () => {
  it('for locks ends the wait, and does not affect the other session', async () => {
    const project = await bench.project({
      'migrations/1_wait.js': sql('ALTER TABLE busy ADD COLUMN n int', 'ALTER TABLE busy DROP COLUMN n'),
    });
    await bench.session.query('CREATE TABLE busy ()');
    await bench.session.query('BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE');
    const { code, stderr } = await project.run('up --lock-timeout 200ms --lock-retries 1');
    await bench.session.query('COMMIT');

    expect(code).toBe(3);
    expect(stderr).toContain('canceling statement due to lock timeout (SQLSTATE 55P03)');
    expect(stderr).toContain('Another session holds a lock on the same object');
    expect(stderr).not.toContain('Correct the migration');
    expect((await project.run('up --lock-timeout 200ms')).code).toBe(0);
  });

  it('for statements cancels one that runs too long', async () => {
    const project = await bench.project({ 'migrations/1_slow.js': sql('SELECT pg_sleep(20)') });
    const { code, stderr } = await project.run('up --statement-timeout 300ms');

    expect(code).toBe(3);
    expect(stderr).toContain('SQLSTATE 57014');
    expect(stderr).toContain('--statement-timeout');
  });

  it('is set in the sessions of migrations, by default two seconds for locks', async () => {
    const project = await bench.project({
      'migrations/1_settings.js': sql(
        "CREATE TABLE settings AS SELECT name, setting FROM pg_settings WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'TimeZone', 'application_name')",
        'DROP TABLE settings',
      ),
    });
    const settings = async () =>
      (await bench.session.query('SELECT name, setting FROM settings ORDER BY name COLLATE "C"')).rows.map(
        ({ setting }) => setting,
      );
    await project.run('up');
    expect(await settings()).toEqual(['UTC', 'roundtrip', '60000', '2000', '0']);

    await project.run('redo --lock-timeout 7s --statement-timeout 5min --idle-in-transaction-timeout 0');
    expect(await settings()).toEqual(['UTC', 'roundtrip', '0', '7000', '300000']);
  });
});

describe('a lost connection', () => {
  it('is a database error, and the migration is not recorded', async () => {
    const project = await bench.project({
      'migrations/1_suicide.js': sql('SELECT pg_terminate_backend(pg_backend_pid())'),
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('SQLSTATE 57P01');
    expect(stderr).not.toContain('unexpected error');
    expect(await bench.recorded()).toEqual([]);
  });
});
