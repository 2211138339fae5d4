import pg from 'pg';
import { startOwnServer, type OwnServer } from '../../../support/faults/own-server.js';
import { sql } from '../../cli/support/migrations.js';
import { createProject, type Project } from '../../cli/support/project.js';

let server: OwnServer;
let project: Project;

const secret = 'secret';

const docs = sql(
  'CREATE TABLE docs (id int PRIMARY KEY, owner text); ALTER TABLE docs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY own ON docs USING (owner = current_user)',
  'DROP TABLE docs',
);

/** As the owner of tables and database, to whom forced row security also applies. */
beforeAll(async () => {
  server = await startOwnServer();
  await server.session.query(`CREATE ROLE app LOGIN CREATEDB PASSWORD '${secret}'`);
  await server.session.query('CREATE DATABASE app OWNER app');
  const url = new URL(server.url);
  [url.username, url.password, url.pathname] = ['app', secret, '/app'];
  project = await createProject(
    {
      'migrations/1_docs.js': docs,
      'migrations/2_notes.js': sql('CREATE TABLE notes (id int)', 'DROP TABLE notes'),
    },
    { DATABASE_URL: url.href },
  );
  await project.run('up');
  await write("INSERT INTO docs VALUES (1, 'app'), (2, 'somebody'); INSERT INTO notes VALUES (1)");
});

/** Executed by the superuser. */
async function write(statements: string): Promise<void> {
  const url = new URL(server.url);
  url.pathname = '/app';
  const admin = new pg.Client(url.href);
  await admin.connect();
  await admin.query(statements);
  await admin.end();
}

afterAll(async () => {
  await project.remove();
  await server.drop();
});

it('a plan for a role from which row security hides rows has no row counts, and a backup is rejected with a remedy', async () => {
  const plan = await project.run('down 2 --plan');
  const backup = await project.run('down 2 --backup kept.tar');

  expect(plan).toMatchObject({ code: 0 });
  expect(plan.stdout).toMatch(/public\.docs +hidden/);
  expect(plan.stdout).toMatch(/public\.notes +1/);
  expect(plan.stdout).toContain('connect as a role with BYPASSRLS to count');
  expect(backup).toMatchObject({ code: 2 });
  expect(backup.stderr).toContain('row security may hide rows of public.docs from the backup');
  expect(backup.stderr).toContain('Connect as a role with BYPASSRLS');
});

it('a backup written with BYPASSRLS is restored completely only with BYPASSRLS, and otherwise without the tables with row security', async () => {
  const { session } = server;
  await session.query('ALTER ROLE app BYPASSRLS');
  const down = await project.run('down 2 --backup kept.tar');
  await project.run('up');
  await session.query('ALTER ROLE app NOBYPASSRLS');
  const without = await project.run('restore kept.tar');
  await session.query('ALTER ROLE app BYPASSRLS');
  const restored = await project.run('restore kept.tar');
  await session.query('ALTER ROLE app NOBYPASSRLS');

  expect([down.code, without.code, restored.code]).toEqual([0, 1, 0]);
  expect(without.stdout).toContain('2 rows: row security applies to this role');
  expect(without.stdout).toContain('1 row restored');
});
