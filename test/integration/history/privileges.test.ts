import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer } from '../../../src/database/server/open-server.js';
import { CREATE_HISTORY, ensureHistory } from '../../../src/history/history-schema.js';
import { withSession } from '../../../src/database/with-session.js';
import { readDatabaseStatus } from '../../../src/history/read-status.js';
import { sql } from '../cli/support/migrations.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useLiveBench } from './support/live-project.js';

const stopServer = await useOwnTestServer();

const role = 'rt_history_app';

// The role is dropped before the database, because it owns objects there.
afterAll(dropRole);
const bench = useLiveBench();
const files = { 'migrations/1_a.js': sql('CREATE TABLE a (id int)', 'DROP TABLE a') };

async function dropRole(): Promise<void> {
  const { rows } = await bench.session.query("SELECT FROM pg_roles WHERE rolname = 'rt_history_app'");
  if (rows.length > 0) await bench.session.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
}

beforeEach(dropRole);

/** A project, and a login role that may create tables in `public`, but no schema. */
async function projectOfApp() {
  const live = await bench.project(files);
  await bench.session.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT ALL ON SCHEMA public TO ${role}`);
  const url = new URL(bench.url);
  url.username = role;
  url.password = 'x';
  const connection = parseConnectionUrl(url.href, 'the test');
  const options = { connection, kind: 'server', signal: uninterruptible, pooler: 'refused' } as const;
  return { live, app: { database: await openServer(options) } };
}

describe('a role that may not create the schema', () => {
  it('gets an error with the required grants and the flag --no-history, before anything runs', async () => {
    const { live, app } = await projectOfApp();

    await expect(live.up(app)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^the history \(schema roundtrip\) cannot be created: permission denied for database/,
      ) as string,
      remedy: expect.stringContaining('GRANT CREATE ON DATABASE') as string,
      exitCode: 3,
    });
    await expect(live.up(app)).rejects.toMatchObject({
      remedy: expect.stringContaining('--no-history') as string,
    });
    expect((await bench.session.query("SELECT to_regclass('a') AS a")).rows).toEqual([{ a: null }]);
  });

  it('can run migrations without a history', async () => {
    const { live, app } = await projectOfApp();
    await live.up({ ...app, history: 'off' });
    await live.down({ ...app, history: 'off' });

    expect(live.notes).toEqual([{ kind: 'not-verified', name: '1_a' }]);
    expect(await live.story()).toEqual([]);
  });

  it('uses an empty schema that another role created for it', async () => {
    const { live, app } = await projectOfApp();
    await bench.session.query(`CREATE SCHEMA roundtrip AUTHORIZATION ${role}`);
    await live.up(app);
    await live.down(app);

    expect(await live.story()).toEqual(['up 1_a done', 'down 1_a done']);
  });

  it('uses a history that another role created and granted', async () => {
    const { live, app } = await projectOfApp();
    await bench.session.query(CREATE_HISTORY);
    await bench.session.query(`GRANT USAGE ON SCHEMA roundtrip TO ${role}`);
    await bench.session.query(`GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA roundtrip TO ${role}`);
    await live.up(app);
    await live.down(app);

    expect((await live.history()).map(({ loginRole }) => loginRole)).toEqual([role, role]);
  });
});

it('a role that may only read the history is rejected by up, and can use status', async () => {
  const { live, app } = await projectOfApp();
  await live.up();
  await bench.session.query(`GRANT USAGE ON SCHEMA roundtrip TO ${role}`);
  await bench.session.query(`GRANT SELECT ON ALL TABLES IN SCHEMA roundtrip TO ${role}`);
  await bench.session.query(`GRANT SELECT ON pgmigrations TO ${role}`);

  await expect(live.up(app)).rejects.toMatchObject({
    message: 'this role has no privilege to write the history (schema roundtrip)',
    remedy: expect.stringContaining('GRANT SELECT, INSERT ON ALL TABLES') as string,
  });
  expect(
    await withSession(app.database, (session) => readDatabaseStatus(session, live.config)),
  ).toMatchObject({
    history: 'readable',
  });
});

it('a role that may not read the history gets the other information from status', async () => {
  const { live, app } = await projectOfApp();
  await live.up();
  await bench.session.query(`GRANT SELECT ON pgmigrations TO ${role}`);
  const standing = await withSession(app.database, (session) => readDatabaseStatus(session, live.config));

  expect(standing).toMatchObject({ history: 'not readable', chain: [{ name: '1_a', state: 'applied' }] });
});

it('a schema named roundtrip that contains other relations is not used', async () => {
  const live = await bench.project(files);
  await bench.session.query('CREATE SCHEMA roundtrip; CREATE TABLE roundtrip.trips (id int)');

  await expect(live.up()).rejects.toThrow('already exists and contains other relations: roundtrip.trips');
  await expect(ensureHistory(bench.session)).rejects.toThrow('roundtrip.trips');
  expect((await readCatalog(bench.session)).notCompared).toEqual([
    'relation roundtrip.trips in schema roundtrip, not created by roundtrip',
  ]);
});

afterAll(stopServer);
