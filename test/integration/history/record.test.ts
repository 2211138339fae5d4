import { hostname } from 'node:os';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { ensureHistory } from '../../../src/history/history-schema.js';
import { hashSource } from '../../../src/migrations/migration-source.js';
import { sql, table } from '../cli/support/migrations.js';
import { useLiveBench } from './support/live-project.js';

const bench = useLiveBench();

const alpha = { 'migrations/1_alpha.js': sql('CREATE TABLE alpha (id int)', 'DROP TABLE alpha') };

describe('the history entry of a step', () => {
  it('contains migration, time, role, host, versions and changes', async () => {
    const live = await bench.project(alpha);
    await live.up();
    const [entry] = await live.history();
    const { rows } = await bench.session.query<{ role: string }>('SELECT session_user AS role');
    const role = rows[0]?.role;

    expect(entry).toEqual({
      id: 1,
      migration: '1_alpha',
      direction: 'up',
      outcome: 'done',
      transaction: 'one',
      appliedId: 1,
      loginRole: role,
      role,
      host: hostname(),
      application: 'roundtrip',
      detail: null,
      attempt: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      endedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      milliseconds: expect.any(Number) as number,
      toolVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      fileHash: hashSource({ files: [{ name: '', text: alpha['migrations/1_alpha.js'] }] }),
      sqlHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      source: { files: [{ name: '1_alpha.js', text: alpha['migrations/1_alpha.js'] }] },
      change: {
        format: 1,
        major: bench.database.server.major,
        from: 'here',
        objects: [
          expect.objectContaining({ change: 'left', before: null }) as object,
          expect.objectContaining({ change: 'left', before: null }) as object,
        ],
      },
    });
    const names = entry?.change?.objects.map(({ after }) => `${after?.kind ?? ''} ${after?.name ?? ''}`);
    expect(names).toEqual(['table public.alpha', 'column public.alpha.id']);
    expect(Date.parse(entry?.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(entry?.startedAt ?? ''));
  });

  it('is written in the transaction of the step', async () => {
    const live = await bench.project(alpha);
    await live.up();
    const { rows } = await bench.session.query(
      'SELECT DISTINCT t.xmin FROM (SELECT xmin FROM pgmigrations UNION ALL SELECT xmin FROM roundtrip.history) t',
    );

    expect(rows).toHaveLength(1);
  });

  it('of a failing step records the failure, and the step has no effect', async () => {
    const live = await bench.project({
      'migrations/1_bad.js': sql('CREATE TABLE a (id int); SELECT 1 / 0'),
    });
    await expect(live.up()).rejects.toThrow('division by zero');
    const [entry, ...others] = await live.history();

    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      outcome: 'failed',
      change: null,
      appliedId: null,
      detail: { error: { message: 'division by zero', sqlState: '22012' } },
    });
  });

  it('of a down refers to the text that its up recorded', async () => {
    const live = await bench.project(alpha);
    await live.up();
    await live.down();
    const [up, down] = await live.history();

    expect(down).toMatchObject({ direction: 'down', outcome: 'done', source: null, fileHash: up?.fileHash });
    expect(down?.change?.objects.map(({ change }) => change)).toEqual(['missing', 'missing']);
  });
});

describe('the history', () => {
  it.each(['origin', 'replica'])(
    'is append-only in a session with session_replication_role = %s',
    async (replicationRole) => {
      const live = await bench.project(alpha);
      await live.up();
      await bench.session.query(`SET session_replication_role = ${replicationRole}`);
      for (const statement of [
        "UPDATE roundtrip.history SET outcome = 'failed'",
        'DELETE FROM roundtrip.history',
        'TRUNCATE roundtrip.history',
        "UPDATE roundtrip.statement SET sql = ''",
        'DELETE FROM roundtrip.statement',
        'TRUNCATE roundtrip.statement',
      ]) {
        await expect(bench.session.query(statement)).rejects.toThrow('is append-only');
      }
      expect(await live.story()).toEqual(['up 1_alpha done']);
    },
  );

  it('is not part of the catalog, whatever its grants and comments are', async () => {
    await bench.project({});
    const { session } = bench;
    const before = (await readCatalog(session)).objects;
    await ensureHistory(session);
    await session.query(
      `GRANT USAGE ON SCHEMA roundtrip TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA roundtrip TO PUBLIC;
       COMMENT ON SCHEMA roundtrip IS 'ours'; COMMENT ON TABLE roundtrip.history IS 'ours';
       COMMENT ON COLUMN roundtrip.history.id IS 'ours'; COMMENT ON FUNCTION roundtrip.refuse_change() IS 'ours';
       COMMENT ON TRIGGER append_only ON roundtrip.history IS 'ours';
       ALTER DEFAULT PRIVILEGES IN SCHEMA roundtrip GRANT SELECT ON TABLES TO PUBLIC;`,
    );

    const { objects, notCompared } = await readCatalog(session);
    expect(objects).toEqual(before);
    expect(notCompared).toEqual([]);
  });

  it('is separate for a second migrations table', async () => {
    const live = await bench.project(alpha);
    await live.up();
    const { migrations } = live.config;
    const other = { ...live.config, migrations: { ...migrations, table: 'others' } };
    await bench.session.query('DROP TABLE alpha');
    await live.up({ config: other });
    const { rows } = await bench.session.query(
      'SELECT migrations_table AS name, applied_id AS id FROM roundtrip.history ORDER BY id',
    );

    expect(rows).toEqual([
      { name: '"public"."pgmigrations"', id: 1 },
      { name: '"public"."others"', id: 1 },
    ]);
    expect(await live.story()).toEqual(['up 1_alpha done']);
  });

  it('is not used if its version is newer', async () => {
    const live = await bench.project(alpha);
    await ensureHistory(bench.session);
    await bench.session.query('INSERT INTO roundtrip.version VALUES (99)');

    await expect(live.up()).rejects.toThrow(
      'the history has version 99; this version of roundtrip supports 1',
    );
  });
});

/** Reads a secret from the environment, as recommended, and uses it in SQL. */
const secretive = (head: string) => `export const up = (pgm) => { ${head}
  pgm.sql("CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'me', password '" + process.env.FAR_PASSWORD + "')"); };
export const down = (pgm) => { ${head} pgm.sql('DROP USER MAPPING FOR CURRENT_USER SERVER far'); };`;

describe('a secret', () => {
  beforeAll(() => {
    process.env.FAR_PASSWORD = 'hunter2';
  });
  afterAll(() => {
    delete process.env.FAR_PASSWORD;
  });

  it.each([
    ['with', ''],
    ['without', 'pgm.noTransaction();'],
  ])('in a step %s a transaction is not recorded', async (_, head) => {
    const live = await bench.project({
      'migrations/1_server.js': sql(
        'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w',
        'DROP SERVER far; DROP FOREIGN DATA WRAPPER w',
      ),
      'migrations/2_mapping.js': secretive(head),
    });
    await live.up();
    // Roles that other tests create meanwhile would make a rehearsal fail.
    await live.down({ traces: 'accepted' });
    const { rows } = await bench.session.query<{ text: string }>(
      'SELECT h::text AS text FROM roundtrip.history h UNION ALL SELECT s::text FROM roundtrip.statement s',
    );
    const written = rows.map(({ text }) => text).join('\n');

    expect(written).toContain('user mapping');
    expect(written).not.toContain('hunter2');
  });
});

it('a table that is created in TypeScript is recorded with its dependent objects', async () => {
  const live = await bench.project({ 'migrations/1_beta.ts': table('beta') });
  await live.up();
  const [entry] = await live.history();

  expect(entry?.change?.objects.map(({ after }) => after?.name)).toEqual([
    'public.beta_id_seq',
    'public.beta',
    'public.beta.id',
    'public.beta.note',
    'beta_pkey on public.beta',
    'public.beta_pkey',
  ]);
});
