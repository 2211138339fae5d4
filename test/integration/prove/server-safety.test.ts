import { setTimeout as sleep } from 'node:timers/promises';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { diff, subject } from '../../../src/catalog/model/diff.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { migration, outsideTransaction, proveIn, useProjects } from './support/proving.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { readSharedState, scratchCounter } from './support/server-state.js';

const stopServer = await useOwnTestServer();

const project = useProjects();
let target: Scratch;

beforeAll(async () => {
  target = await createScratch();
  await target.session.query('CREATE TABLE precious (id int); INSERT INTO precious VALUES (1), (2)');
});

afterAll(() => target.drop());

const base = migration('CREATE TABLE base (id int); INSERT INTO base VALUES (1)', 'DROP TABLE base');
const role = migration(
  'CREATE ROLE rt_made; GRANT SELECT ON base TO rt_made',
  'REVOKE ALL ON base FROM rt_made; DROP ROLE rt_made',
);
const forgottenRole = migration('CREATE ROLE rt_forgotten; GRANT SELECT ON base TO rt_forgotten', 'SELECT 1');

/** Returns the result of `action`, and the objects that it left on the server and in the target. */
async function leftBehindBy<T>(action: () => Promise<T>): Promise<{ result: T; left: readonly unknown[] }> {
  const { session } = target;
  const count = await scratchCounter(session);
  const before = { shared: await readSharedState(session), catalog: await readCatalog(session) };
  const result = await action();
  const after = { shared: await readSharedState(session), catalog: await readCatalog(session) };
  const ours = (names: readonly string[]) => names.filter((name) => name.includes('rt_'));
  const shared = ours(after.shared).filter((name) => !before.shared.includes(name));
  const changed = diff(before.catalog.objects, after.catalog.objects)
    .map((difference) => subject(difference))
    .filter(({ kind }) => kind !== 'role' && kind !== 'role membership');
  const { rows } = await session.query<{ count: number }>('SELECT count(*)::int AS count FROM precious');
  return {
    result,
    left: [...shared, ...changed, ...((await count()) > 0 ? ['scratch databases'] : []), rows[0]?.count],
  };
}

describe('a proof on the server of DATABASE_URL', () => {
  it('does not change its database, and leaves no scratch database behind', async () => {
    const suite = await project({
      '1_precious.js': migration('CREATE TABLE precious (id int)', 'DROP TABLE precious'),
    });
    const { result, left } = await leftBehindBy(() => proveIn(suite, '', { DATABASE_URL: target.url }));
    expect([result.code, result.verdicts, left]).toEqual([0, { '1_precious': 'reversible' }, [2]]);
  });

  it.each([
    ['in a transaction', role],
    [
      'by a way that its text does not show',
      migration("DO $$ BEGIN EXECUTE 'CREATE RO' || 'LE rt_made'; END $$", 'DROP ROLE rt_made'),
    ],
    ['without a transaction', outsideTransaction(['CREATE ROLE rt_made'], ['DROP ROLE rt_made'])],
  ])('stops a migration that creates roles before it commits: %s', async (_title, text) => {
    const suite = await project({ '1_base.js': base, '2_role.js': text });
    const { result, left } = await leftBehindBy(() => suite.run('prove', { DATABASE_URL: target.url }));
    expect([result.code, left]).toEqual([2, [2]]);
    expect(result.stderr).toContain('the up of 2_role changes objects outside of its database');
    expect(result.stderr).toContain('--embedded');
    expect(result.stderr).toContain('--allow-cluster-changes');
  });

  it('creates roles with --allow-cluster-changes, and drops those that a down leaves behind', async () => {
    const suite = await project({ '1_base.js': base, '2_role.js': role, '3_forgotten.js': forgottenRole });
    const { result, left } = await leftBehindBy(() =>
      proveIn(suite, '--allow-cluster-changes', { DATABASE_URL: target.url }),
    );
    expect(left).toEqual([2]);
    expect(result.verdicts).toEqual({
      '1_base': 'reversible',
      '2_role': 'reversible',
      '3_forgotten': 'leaves-traces',
    });
    expect(result.migration('3_forgotten').traces.map(({ kind, name }) => `${kind} ${name}`)).toContain(
      'role rt_forgotten',
    );
  });

  it('allows other sessions to change roles and databases meanwhile', async () => {
    const slow = migration('CREATE TABLE slow (id int); SELECT pg_sleep(0.7)', 'DROP TABLE slow');
    const suite = await project({ '1_slow.js': slow });
    const proof = proveIn(suite, '', { DATABASE_URL: target.url });
    await untilSleeping('0.7');
    await target.session.query('CREATE ROLE rt_other');
    const { code } = await proof;
    await target.session.query('DROP ROLE rt_other');
    expect(code).toBe(0);
  });

  it.each([
    ['', {}],
    ['--allow-cluster-changes', { '5_role.js': migration('CREATE ROLE rt_own', 'DROP ROLE rt_own') }],
  ])('does not revert changes of roles by other sessions: prove %s', async (line, more) => {
    const suite = await project({
      ...more,
      '1_slow.js': migration('CREATE TABLE slow (id int); SELECT pg_sleep(0.9)', 'DROP TABLE slow'),
      '2_schema.js': migration('CREATE SCHEMA s', 'DROP SCHEMA s'),
      '3_leaks.js': migration("CREATE TYPE mood AS ENUM ('a')", 'SELECT 1'),
      '4_copied.js': migration('CREATE TABLE copied (id int)', 'DROP TABLE copied'),
    });
    await target.session.query('CREATE ROLE rt_leaves');
    const proof = proveIn(suite, line, { DATABASE_URL: target.url });
    await untilSleeping('0.9');
    await target.session.query('CREATE ROLE rt_comes; DROP ROLE rt_leaves');
    const { verdicts } = await proof;
    const { rows } = await target.session.query<{ name: string }>(
      "SELECT rolname::text AS name FROM pg_roles WHERE rolname IN ('rt_comes', 'rt_leaves')",
    );
    await target.session.query('DROP ROLE IF EXISTS rt_comes, rt_leaves');
    expect(rows).toEqual([{ name: 'rt_comes' }]);
    expect(verdicts).toMatchObject({
      '1_slow': 'reversible',
      '2_schema': 'reversible',
      '3_leaks': 'leaves-traces',
      '4_copied': 'reversible',
      ...(line === '' ? {} : { '5_role': 'reversible' }),
    });
  });

  it('exits with 130 on Ctrl-C, and leaves no database behind', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_role.js': role,
      '3_slow.js': migration('SELECT pg_sleep(61)', ''),
    });
    const { result, left } = await leftBehindBy(async () => {
      const running = suite.start('prove --allow-cluster-changes', { DATABASE_URL: target.url });
      await untilSleeping('61');
      running.process.kill('SIGINT');
      return running.finished;
    });
    expect([result.code, result.stderr.trim(), left]).toEqual([
      130,
      expect.stringContaining('interrupted'),
      [2],
    ]);
  });
});

/** Selects sessions by the number of seconds, because other tests also sleep on the server. */
const SLEEPING = `
  SELECT FROM pg_stat_activity a WHERE a.wait_event = 'PgSleep' AND a.application_name = 'roundtrip'
    AND pg_catalog.strpos(a.query, $1) > 0`;

async function untilSleeping(seconds: string): Promise<void> {
  const values = [`pg_sleep(${seconds})`];
  while ((await target.session.query(SLEEPING, values)).rows.length === 0) await sleep(30);
}

describe('a role that is not a superuser', () => {
  const password = 'secret';

  beforeAll(() => target.session.query(`CREATE ROLE rt_plain LOGIN CREATEDB PASSWORD '${password}'`));
  afterAll(() => target.session.query('DROP ROLE rt_plain'));

  function plainUrl(): string {
    const url = new URL(target.url);
    url.username = 'rt_plain';
    url.password = password;
    return url.href;
  }

  it('can prove migrations that need no further privilege', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_more.js': migration(
        'CREATE SCHEMA s; CREATE TABLE s.t (id serial PRIMARY KEY, m text)',
        'DROP TABLE s.t; DROP SCHEMA s',
      ),
      '3_traces.js': migration("CREATE TYPE mood AS ENUM ('a')", ''),
    });
    const { verdicts } = await proveIn(suite, '', { DATABASE_URL: plainUrl() });
    expect(verdicts).toEqual({ '1_base': 'reversible', '2_more': 'reversible', '3_traces': 'leaves-traces' });
  });

  it('gets an error that names the missing privilege and suggests --embedded', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_super.js': migration('CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION nothing()', ''),
    });
    const { code, migration: named } = await proveIn(suite, '', { DATABASE_URL: plainUrl() });
    expect(code).toBe(1);
    expect(named('2_super').error).toMatchObject({
      code: '42501',
      message: expect.stringContaining('permission denied') as string,
    });
    expect(named('2_super').notes).toEqual([expect.stringContaining('--embedded')]);
  });
});

describe('a database with another encoding', () => {
  it('determines the encoding of the scratch databases, so that texts that it cannot store fail there, too', async () => {
    const provider = target.database.server.major < 15 ? '' : 'LOCALE_PROVIDER libc';
    await target.session.query(
      `CREATE DATABASE rt_latin TEMPLATE template0 ENCODING 'LATIN1' ${provider} LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    const url = new URL(target.url);
    url.pathname = '/rt_latin';
    const suite = await project({
      '1_base.js': base,
      '2_umlaut.js': migration(
        "COMMENT ON TABLE base IS 'gr\u00f6\u00dfer'",
        'COMMENT ON TABLE base IS NULL',
      ),
      '3_japanese.js': migration("COMMENT ON TABLE base IS '\u65e5\u672c'", 'COMMENT ON TABLE base IS NULL'),
    });
    const result = await proveIn(suite, '', { DATABASE_URL: url.href });
    await target.session.query('DROP DATABASE rt_latin');
    expect(result.verdicts).toEqual({
      '1_base': 'reversible',
      '2_umlaut': 'reversible',
      '3_japanese': 'fails',
    });
    expect(result.migration('3_japanese').error).toMatchObject({ phase: 'up', code: '22P05' });
  });
});

describe('the embedded server', () => {
  it('allows migrations to create roles, and is removed afterwards', async () => {
    const suite = await project({ '1_base.js': base, '2_role.js': role });
    const { code, report } = await proveIn(suite, '--embedded');
    expect([code, report.server.kind, report.verdict]).toEqual([0, 'embedded', 'reversible']);
  });
});

afterAll(stopServer);
