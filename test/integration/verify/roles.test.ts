import type { Config } from '../../../src/config/config.js';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer } from '../../../src/database/server/open-server.js';
import type { Database } from '../../../src/database/session.js';
import type { ScratchChoice } from '../../../src/scratch-run/choose-server.js';
import { verifyAgainst } from '../../../src/verify/verify-against.js';
import { verify } from '../../../src/verify/verify.js';
import type { VerifyReport } from '../../../src/verify/verify-report.js';
import { createScratch, testServerUrl, type Scratch } from '../../support/scratch.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { applyAll, findingsOf, makeProject, removeProjects } from './support/compared.js';

const stopServer = await useOwnTestServer();

/** Major version of the embedded server, which serves as an empty scratch server. */
const embeddedMajor = 18;

const migrations = {
  '1_shop.sql': `
CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
GRANT SELECT ON customers TO rt_verify_reader;
GRANT SELECT (email) ON customers TO rt_verify_other;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_verify_reader;
CREATE TABLE orders (id int PRIMARY KEY);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO rt_verify_reader;
GRANT USAGE ON SCHEMA public TO rt_verify_reader;
DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO rt_verify_reader', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = %L', current_database(), '9MB'); END $$;`,
};

const roles = ['rt_verify_app', 'rt_verify_ci', 'rt_verify_reader', 'rt_verify_other'] as const;
type Role = (typeof roles)[number];

let admin: Scratch;
let live: Scratch;
let config: Config;

beforeAll(async () => {
  config = await makeProject(migrations);
  admin = await createScratch();
  await dropRoles();
  await admin.session.query(`
    CREATE ROLE rt_verify_app LOGIN PASSWORD 'x' CREATEDB;
    CREATE ROLE rt_verify_ci LOGIN PASSWORD 'x' CREATEDB;
    CREATE ROLE rt_verify_reader LOGIN PASSWORD 'x';
    CREATE ROLE rt_verify_other`);
  live = await createScratch();
  await live.session.query(`ALTER DATABASE ${live.database.name} OWNER TO rt_verify_app`);
  await live.session.query('GRANT ALL ON SCHEMA public TO rt_verify_app WITH GRANT OPTION');
  await applyAll(await as('rt_verify_app'), config);
  await live.session.query('GRANT SELECT ON pgmigrations TO rt_verify_reader, rt_verify_ci');
});

afterAll(async () => {
  await live.drop();
  await dropRoles();
  await admin.drop();
  await removeProjects();
});

async function dropRoles(): Promise<void> {
  for (const role of roles) await admin.session.query(`DROP ROLE IF EXISTS ${role}`);
}

/** Connects to the live database as a role. */
async function as(role: Role): Promise<Database> {
  const url = new URL(live.url);
  url.username = role;
  url.password = 'x';
  const connection = parseConnectionUrl(url.href, 'the test');
  return openServer({ connection, kind: 'server', signal: uninterruptible, pooler: 'refused' });
}

const elsewhere: ScratchChoice = {
  kind: 'server',
  connection: parseConnectionUrl(testServerUrl(), '--scratch-url'),
};

async function run(
  database: Database,
  scratch: ScratchChoice = { kind: 'automatic' },
): Promise<VerifyReport> {
  const options = { config: config.migrations, signal: uninterruptible, rules: [] };
  return verify({ ...options, database, scratch });
}

describe('a database that another role migrated', () => {
  it.each(['rt_verify_app', 'rt_verify_ci'] as const)('has no differences for %s', async (role) => {
    const report = await run(await as(role));
    expect([findingsOf(report), report.role]).toEqual([[], role]);
  });

  it('has no differences for a superuser, and on another server', async () => {
    expect(findingsOf(await run(live.database))).toEqual([]);
    const report = await run(live.database, elsewhere);
    expect([findingsOf(report), report.with]).toMatchObject([[], { scratch: { place: 'other server' } }]);
  });

  it('is reported if owners and grants do differ', async () => {
    await live.session.query(`ALTER TABLE orders OWNER TO rt_verify_other;
      REVOKE SELECT ON customers FROM rt_verify_reader; GRANT EXECUTE ON FUNCTION f() TO rt_verify_other`);
    const report = await run(live.database);
    expect(findingsOf(report)).toEqual([
      'different function public.f()',
      'different table public.customers',
      'different table public.orders',
    ]);
    await live.session.query(report.repair.database.join('\n'));
    expect(findingsOf(await run(live.database))).toEqual([]);
  });

  it('has its own settings and grants compared if a migration set them, and otherwise listed', async () => {
    const name = live.database.name;
    await live.session.query(`ALTER DATABASE ${name} SET work_mem = '1MB';
      ALTER DATABASE ${name} SET statement_timeout = '1h'; ALTER DATABASE ${name} CONNECTION LIMIT 50;
      REVOKE CONNECT ON DATABASE ${name} FROM rt_verify_reader; GRANT CREATE ON SCHEMA public TO rt_verify_other`);
    const report = await run(live.database);
    expect(findingsOf(report)).toEqual([
      'different database current database',
      'different setting work_mem of current database',
    ]);
    expect(report.leftAlone).toEqual([
      'connection limit of the database',
      'privileges of schema public',
      'setting statement_timeout of current database',
    ]);
    await live.session.query(report.repair.database.join('\n'));
    await live.session.query(`ALTER DATABASE ${name} RESET statement_timeout;
      ALTER DATABASE ${name} CONNECTION LIMIT -1; REVOKE CREATE ON SCHEMA public FROM rt_verify_other`);
    expect(findingsOf(await run(live.database))).toEqual([]);
  });
});

const WRITES = `
  SELECT s.tup_inserted, s.tup_updated, s.tup_deleted FROM pg_catalog.pg_stat_database s
  WHERE s.datname = pg_catalog.current_database()`;

describe('a role that may only read', () => {
  it('can verify, and the command writes nothing to the database', async () => {
    await live.session.query('SELECT pg_stat_force_next_flush()').catch(() => undefined);
    const before = (await live.session.query(WRITES)).rows;
    const report = await run(await as('rt_verify_reader'), elsewhere);
    expect([findingsOf(report), report.role, report.notSeen]).toEqual([[], 'rt_verify_reader', []]);
    expect((await live.session.query(WRITES)).rows).toEqual(before);
  });

  it('verifies on an embedded server if it has the same version, with the roles that migrations require', async () => {
    const database = await as('rt_verify_reader');
    if (database.server.major !== embeddedMajor) {
      await expect(run(database)).rejects.toThrow(
        /has no privilege to create a scratch database here; the embedded server is/,
      );
      return;
    }
    const report = await run(database);
    expect([findingsOf(report), report.with, report.notes]).toMatchObject([
      [],
      { scratch: { place: 'embedded' } },
      [
        'role rt_verify_reader has no privilege to create databases here, so the migrations were replayed on an embedded server',
      ],
    ]);
  });

  it('gets a message about objects that it could not read', async () => {
    await live.session
      .query(`CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote;
      CREATE USER MAPPING FOR rt_verify_app SERVER far OPTIONS (password 'hidden')`);
    const report = await run(await as('rt_verify_reader'), elsewhere);
    await live.session.query('DROP FOREIGN DATA WRAPPER remote CASCADE');
    expect(report.notSeen).toEqual(['the options of user mappings']);
    expect(JSON.stringify(report)).not.toContain('hidden');
  });

  it('must have the privilege to read the migrations table', async () => {
    await live.session.query('REVOKE SELECT ON pgmigrations FROM rt_verify_reader');
    const failure = run(await as('rt_verify_reader'), elsewhere);
    await expect(failure).rejects.toMatchObject({
      message: 'role rt_verify_reader has no privilege to read the migrations table "public"."pgmigrations"',
      remedy: expect.stringContaining(
        'GRANT SELECT ON "public"."pgmigrations" TO rt_verify_reader;',
      ) as string,
    });
    await live.session.query('GRANT SELECT ON pgmigrations TO rt_verify_reader');
  });
});

describe('another live database', () => {
  it('with another owner has no differences, and its drift is reported', async () => {
    const other = await createScratch();
    const compare = async () =>
      verifyAgainst({
        database: await as('rt_verify_reader'),
        against: other.database,
        config: config.migrations,
        rules: [],
      });
    try {
      await applyAll(other.database, config);
      await other.session.query('GRANT ALL ON SCHEMA public TO rt_verify_app WITH GRANT OPTION');
      expect(findingsOf(await compare())).toEqual([]);
      await other.session.query('CREATE TABLE only_there (); DELETE FROM pgmigrations; DROP FUNCTION f()');
      const report = await compare();
      expect([report.verdict, findingsOf(report), report.with]).toMatchObject([
        'different',
        ['missing table public.only_there', 'extra function public.f()'],
        { onlyHere: ['1_shop'], onlyThere: [] },
      ]);
    } finally {
      await other.drop();
    }
  });
});

describe('migrations that create roles', () => {
  const makesRole = 'CREATE ROLE rt_verify_made; GRANT SELECT ON t TO rt_verify_made';

  it.each([
    ['plainly', `CREATE TABLE t (id int); ${makesRole}`],
    [
      'if they are not there',
      `CREATE TABLE t (id int); DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rt_verify_made')
        THEN CREATE ROLE rt_verify_made; END IF; END $$; GRANT SELECT ON t TO rt_verify_made; COMMENT ON ROLE rt_verify_made IS 'x'`,
    ],
  ])('are replayed on an embedded server, and not on the live one: created %s', async (_, sql) => {
    const own = await createScratch();
    const made = await makeProject({ '1_role.sql': sql });
    const options = {
      config: made.migrations,
      signal: uninterruptible,
      rules: [],
      database: own.database,
    };
    try {
      await applyAll(own.database, made);
      const verified = verify({ ...options, scratch: { kind: 'automatic' } });
      if (own.database.server.major === embeddedMajor) {
        const report = await verified;
        expect([findingsOf(report), report.with, report.objects.role]).toMatchObject([
          [],
          { scratch: { place: 'embedded' } },
          1,
        ]);
      } else {
        await expect(verified).rejects.toMatchObject({
          code: 'refused',
          remedy: expect.stringContaining('--scratch-url embedded') as string,
        });
      }
    } finally {
      await own.session
        .query('DROP OWNED BY rt_verify_made; DROP ROLE rt_verify_made')
        .catch(() => undefined);
      await own.drop();
    }
  });
});

afterAll(stopServer);
