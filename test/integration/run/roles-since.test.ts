import { readConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import type { Session } from '../../../src/database/session.js';
import { planRun } from '../../../src/run-plan/plan-run.js';
import { renderPlan } from '../../../src/run/render-plan.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useLive } from './support/live.js';
import { sql } from './support/migrations.js';

const stopServer = await useOwnTestServer();
const live = useLive();

/** Major version of the embedded server, which is used where the server of the tests must not be. */
const embeddedMajor = 18;

const [app, other, reader] = ['rt_since_app', 'rt_since_other', 'rt_since_reader'] as const;
const roles = [app, other, reader, 'rt_since_renamed'];

beforeEach(async () => {
  await dropRoles(live.session);
  for (const role of [app, other, reader]) await live.session.query(`CREATE ROLE ${role}`);
});

afterEach(() => dropRoles(live.session));

/** Also drops the objects that the roles own. */
async function dropRoles(session: Session): Promise<void> {
  for (const role of roles) {
    const { rows } = await session.query('SELECT FROM pg_catalog.pg_roles WHERE rolname = $1', [role]);
    if (rows.length > 0) await session.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
  }
}

const migrations = {
  '1_base.cjs': sql(
    `CREATE TABLE customers (id int PRIMARY KEY, phone text); CREATE VIEW phones AS SELECT phone FROM customers;
     GRANT SELECT ON phones TO ${reader}; ALTER TABLE customers OWNER TO ${app}; ALTER VIEW phones OWNER TO ${app}`,
    'DROP VIEW phones; DROP TABLE customers',
  ),
  '2_orders.cjs': sql(
    `CREATE TABLE orders (id serial PRIMARY KEY, total numeric); ALTER TABLE orders OWNER TO ${app};
     CREATE POLICY mine ON orders TO ${app} USING (true); GRANT SELECT ON orders TO ${reader};
     ALTER DEFAULT PRIVILEGES FOR ROLE ${app} GRANT SELECT ON TABLES TO ${reader};
     DROP VIEW phones; ALTER TABLE customers DROP COLUMN phone`,
    `ALTER TABLE customers ADD COLUMN phone text; CREATE VIEW phones AS SELECT phone FROM customers;
     GRANT SELECT ON phones TO ${reader}; DROP TABLE orders;
     ALTER DEFAULT PRIVILEGES FOR ROLE ${app} REVOKE SELECT ON TABLES FROM ${reader};
     ALTER VIEW phones OWNER TO ${app}`,
  ),
};

/** The same migrations with another owner of the objects. */
const forRole = (role: string) =>
  Object.fromEntries(Object.entries(migrations).map(([name, text]) => [name, text.replaceAll(app, role)]));

describe('changed owners and grants', () => {
  it.each([
    ['a role was renamed', `ALTER ROLE ${app} RENAME TO rt_since_renamed`, 'rt_since_renamed'],
    ['objects were given to another role', `REASSIGN OWNED BY ${app} TO ${other}`, app],
    ['the role of a grant is gone', `DROP OWNED BY ${reader}; DROP ROLE ${reader}`, app],
    [
      'owners and grants were not restored',
      `REASSIGN OWNED BY ${app} TO CURRENT_USER; DROP OWNED BY ${reader}; REVOKE ALL ON orders FROM ${reader};
       ALTER DEFAULT PRIVILEGES FOR ROLE ${app} REVOKE ALL ON TABLES FROM ${reader}`,
      app,
    ],
  ])('do not stop a rollback if %s', async (_, change, role) => {
    const project = await live.project(migrations);
    await project.up();
    await live.session.query(change);
    if (!(await live.exists(`(SELECT oid FROM pg_roles WHERE rolname = '${reader}')`)))
      await live.session.query(`CREATE ROLE ${reader}`);
    await project.write(forRole(role));

    expect(await project.down({ edited: 'allowed' })).toMatchObject({
      steps: ['down 2_orders'],
      error: '',
      told: '',
    });
    expect(await project.down({ edited: 'allowed' })).toMatchObject({
      steps: ['down 1_base'],
      error: '',
      told: '',
    });
  });

  it('are reported if the down does not restore them and the roles exist', async () => {
    const project = await live.project({
      ...migrations,
      '2_orders.cjs': sql('DROP VIEW phones', 'CREATE VIEW phones AS SELECT phone FROM customers'),
    });
    await project.up();
    const { told } = await project.down();

    expect(told).toContain('view public.phones would differ from before the up');
    expect(told).toContain(`ALTER VIEW public.phones OWNER TO ${app};`);
    expect(told).toContain(`GRANT SELECT ON TABLE public.phones TO ${reader};`);
  });

  it('are equal if a later default privilege is added', async () => {
    const project = await live.project({
      '1_t.cjs': sql('CREATE TABLE t (id int)', 'DROP TABLE t'),
      '2_gone.cjs': sql('DROP TABLE t', 'CREATE TABLE t (id int)'),
    });
    await project.up();
    await live.session.query(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader}`);

    expect(await project.down()).toMatchObject({ steps: ['down 2_gone'], error: '', told: '' });
  });
});

describe('migrations that create roles', () => {
  const made = 'rt_since_made';
  const makesRole = {
    '1_role.cjs': sql(
      `CREATE ROLE ${made}; CREATE TABLE t (id int); GRANT SELECT ON t TO ${made}`,
      `DROP TABLE t; DROP ROLE ${made}`,
    ),
  };
  const hasEmbedded = () => live.database.server.major === embeddedMajor;

  afterEach(async () => {
    if (await live.exists(`(SELECT oid FROM pg_roles WHERE rolname = '${made}')`))
      await live.session.query(`DROP OWNED BY ${made}; DROP ROLE ${made}`);
  });

  it('are planned on the embedded server if it has the same version', async () => {
    const project = await live.project(makesRole);
    await project.up();
    const config = await readConfig({ flags: { embedded: true }, env: {}, cwd: project.directory });
    const { database } = live;
    const steps = await renderPlan(['down'], { kind: 'count', count: 1 }, { database, config });
    const plan = planRun({ database, config, signal: uninterruptible, steps }).then(
      ({ objects }) => objects.map(({ change, kind, name }) => `${change} ${kind} ${name}`),
      (error: unknown) => String(error),
    );

    if (hasEmbedded())
      expect(await plan).toEqual(expect.arrayContaining([`goes role ${made}`, 'goes table public.t']));
    else expect(await plan).toContain(`role "${made}" already exists`);
  });

  it('are also proven on the embedded server before they are rolled back', async () => {
    const project = await live.project(makesRole);
    await project.up({ history: 'off' });
    const { steps, error } = await project.down();

    if (hasEmbedded()) expect(steps).toEqual(['down 1_role']);
    else expect(error).toContain(`role "${made}" already exists`);
  });
});

afterAll(stopServer);
