import pg from 'pg';
import { startOwnServer, type OwnServer } from '../../support/faults/own-server.js';
import { CREATE_HISTORY } from '../../../src/history/history-schema.js';
import { threeTables } from '../cli/support/migrations.js';
import { createProject, type Project } from '../cli/support/project.js';

const secret = 'secret';

let server: OwnServer;
let project: Project;

beforeAll(async () => {
  server = await startOwnServer();
  project = await createProject({ ...threeTables, 'config.json': '{ "create-schema": true }' });
});
afterAll(async () => {
  for (const admin of admins) await admin.end();
  await project.remove();
  await server.drop();
});

type Run = (line: string) => ReturnType<Project['run']>;

interface Migrator {
  /** Runs a command as the role, in its schema. */
  readonly run: Run;
  readonly runAs: (role: string) => Run;
  /** Executes a statement as a superuser, in the database of the role. */
  readonly grant: (statement: string) => Promise<void>;
}

const admins: pg.Client[] = [];

/** A role that may only log in, with its own schema in a database of another owner. */
async function migrator(role: string, grants: string): Promise<Migrator> {
  await server.session.query(`CREATE ROLE ${role} LOGIN PASSWORD '${secret}'`);
  await server.session.query(`CREATE DATABASE ${role}`);
  const url = new URL(server.url);
  url.pathname = `/${role}`;
  const admin = new pg.Client(url.href);
  await admin.connect();
  // The default of PostgreSQL 15 and later.
  await admin.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  await admin.query(`CREATE SCHEMA app AUTHORIZATION ${role}; ${grants}`);
  admins.push(admin);
  const runAs = (name: string) => (line: string) => {
    const own = new URL(url);
    [own.username, own.password] = [name, secret];
    return project.run(`${line} --schema app --config-file config.json`, { DATABASE_URL: own.href });
  };
  const grant = async (statement: string) => {
    await admin.query(statement);
  };
  return { run: runAs(role), runAs, grant };
}

async function codes(run: Run, lines: readonly string[]) {
  const all: (number | null)[] = [];
  for (const line of lines) all.push((await run(line)).code);
  return all;
}

describe('a role that owns its schema and is not a superuser', () => {
  it('can use up, redo and down if it may create the schema of the history once, and another role can read the status', async () => {
    const { run, runAs, grant } = await migrator('one', 'GRANT CREATE ON DATABASE one TO one');
    const first = await run('up');
    await grant('REVOKE CREATE ON DATABASE one FROM one');
    await grant(
      `CREATE ROLE looker LOGIN PASSWORD '${secret}'; GRANT USAGE ON SCHEMA app, roundtrip TO looker;
       GRANT SELECT ON app.pgmigrations TO looker; GRANT SELECT ON ALL TABLES IN SCHEMA roundtrip TO looker`,
    );

    expect(first.code).toBe(0);
    expect(await codes(run, ['redo', 'down', 'status', 'history'])).toEqual([0, 0, 0, 0]);
    expect(await codes(runAs('looker'), ['status', 'history', 'up'])).toEqual([0, 0, 3]);
  });

  it('needs no privilege on the database if another role has created the history', async () => {
    const { run } = await migrator(
      'two',
      `${CREATE_HISTORY}; GRANT USAGE ON SCHEMA roundtrip TO two;
       GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA roundtrip TO two`,
    );

    expect(await codes(run, ['up', 'redo', 'down', 'history'])).toEqual([0, 0, 0, 0]);
  });

  it('gets an error with the required grant and a suggestion of --no-history if it lacks the privilege', async () => {
    const { run } = await migrator('three', '');
    const { code, stderr } = await run('up');

    expect(code).toBe(3);
    expect(stderr).toContain('GRANT CREATE ON DATABASE');
    expect(await codes(run, ['up --no-history', 'down --no-history'])).toEqual([0, 0]);
  });

  it('can prove and verify with CREATEDB, and gets an error with a remedy without it', async () => {
    const { run, grant } = await migrator('four', 'GRANT CREATE ON DATABASE four TO four');
    const { code, stderr } = await run('prove');
    await grant('ALTER ROLE four CREATEDB');

    expect(code).toBe(3);
    expect(stderr).toContain('ALTER ROLE … CREATEDB');
    expect(await codes(run, ['up', 'prove', 'verify'])).toEqual([0, 0, 0]);
  });
});
