import pg from 'pg';
import { useBench } from './support/bench.js';
import { threeTables } from './support/migrations.js';
import { hasPgbouncer, startPgbouncer, type Pgbouncer } from './support/pgbouncer.js';
import type { Project } from './support/project.js';

const bench = useBench();

(hasPgbouncer ? describe : describe.skip)('through PgBouncer (needs the program pgbouncer)', () => {
  let bouncer: Pgbouncer;
  let project: Project;

  beforeAll(async () => {
    bouncer = await startPgbouncer(bench.url, {
      transaction: 'pool_mode=transaction pool_size=3',
      single_transaction: 'pool_mode=transaction pool_size=1',
      // A backend reads the settings of its database when it starts. The pool has no backend before its test.
      unused: 'pool_mode=transaction pool_size=1',
      statement: 'pool_mode=statement',
      session: 'pool_mode=session',
      single_session: 'pool_mode=session pool_size=1',
    });
  });
  beforeEach(async () => {
    project = await bench.project({
      ...threeTables,
      'seeds/development/a.sql': "INSERT INTO alpha (note) VALUES ('seeded')",
    });
  });
  afterAll(() => bouncer.stop());

  it.each(['transaction', 'single_transaction', 'statement'])(
    'migrations are rejected in the mode %s, and change nothing',
    async (pool) => {
      const { code, stderr } = await project.run('up', { DATABASE_URL: bouncer.url(pool) });

      expect(code).toBe(3);
      expect(stderr).toContain('error: DATABASE_URL connects through a pooler in transaction mode');
      expect(stderr).toContain('DATABASE_URL_UNPOOLED');
      expect(await bench.tables()).toEqual([]);
    },
  );

  it('migrations run in session mode', async () => {
    const env = { DATABASE_URL: bouncer.url('session') };

    expect((await project.run('up', env)).code).toBe(0);
    expect((await project.run('down', env)).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it('session mode is recognised if the pool has a single connection', async () => {
    const started = Date.now();

    expect((await project.run('status', { DATABASE_URL: bouncer.url('single_session') })).code).toBe(0);
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('seeds run in transaction mode, and leave no settings behind in the server session', async () => {
    await bench.session.query(
      `ALTER DATABASE "${new URL(bench.url).pathname.slice(1)}" SET statement_timeout = '7min'`,
    );
    const env = { DATABASE_URL: bouncer.url('unused'), DATABASE_URL_UNPOOLED: bench.url };
    await project.run('up', env);
    const seed = await project.run('seed', env);

    expect(seed.stderr).not.toContain('error');
    expect((await bench.session.query('SELECT note FROM alpha')).rows).toEqual([{ note: 'seeded' }]);
    const other = new pg.Client(bouncer.url('unused'));
    await other.connect();
    const { rows } = await other.query('SHOW statement_timeout');
    await other.end();
    expect(rows).toEqual([{ statement_timeout: '7min' }]);
  });
});
