import { useLive } from './support/live.js';
import { sql } from './support/migrations.js';

const live = useLive();

/** Records the session state of a migration in a table. */
const look = (table: string) => `CREATE TABLE ${table} AS SELECT current_user::text AS who,
  current_setting('lock_timeout') AS lock_timeout, current_setting('search_path') AS path,
  current_setting('my.leak', true) AS leak, current_setting('check_function_bodies') AS bodies,
  (SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'own') AS prepared,
  (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
  to_regclass('pg_temp.kept') IS NOT NULL AS temporary`;

const leave = `SET lock_timeout = 0; SET check_function_bodies = false; SET my.leak = 'on'; SET ROLE pg_monitor;
  SET search_path = ''; PREPARE own AS SELECT 1; SELECT pg_advisory_lock(4711); LISTEN news;
  CREATE TEMPORARY TABLE kept (id int)`;

const rowOf = async (table: string) => (await live.session.query(`SELECT * FROM ${table}`)).rows[0];

const clean = {
  lock_timeout: '2s',
  path: 'public',
  bodies: 'on',
  prepared: 0,
  locks: 0,
  temporary: false,
  who: 'postgres',
  leak: '',
};

describe('a migration in a run', () => {
  it('does not inherit session state of the previous one, and this state is reported', async () => {
    const project = await live.project({
      '1_leave.cjs': sql(`GRANT ALL ON SCHEMA public TO pg_monitor; ${leave}; RESET ROLE`, 'SELECT 1'),
      '2_look.cjs': sql(look('seen'), 'DROP TABLE seen'),
    });
    const { error, notes } = await project.up();

    expect(error).toBe('');
    expect(await rowOf('seen')).toEqual(clean);
    expect(notes).toEqual([
      {
        kind: 'session-state',
        name: '1_leave',
        direction: 'up',
        left: [
          'check_function_bodies = off',
          'lock_timeout = 0',
          'my.leak = on',
          `search_path = ""`,
          'temporary table kept',
          'prepared statement own',
          'LISTEN news',
          'advisory locks',
        ],
      },
    ]);
  });

  it('starts with the login role, also after SET ROLE in the previous one', async () => {
    const project = await live.project({
      '1_become.cjs': sql(
        `GRANT ALL ON SCHEMA public TO pg_monitor; GRANT ALL ON pgmigrations, pgmigrations_id_seq TO pg_monitor;
         SET ROLE pg_monitor`,
        'SELECT 1',
      ),
      '2_look.cjs': sql(look('seen'), 'DROP TABLE seen'),
    });
    const { notes } = await project.up();

    expect(await rowOf('seen')).toMatchObject({ who: 'postgres' });
    expect(notes).toMatchObject([{ left: ['the role pg_monitor'] }]);
  });

  it('also starts with that role in the single transaction of redo', async () => {
    const project = await live.project({
      '1_look.cjs': sql(look('seen'), `DROP TABLE seen; ${leave.replace('SET ROLE pg_monitor;', '')}`),
    });
    await project.up();
    const { error, notes } = await project.redo();

    expect({ error, notes }).toEqual({ error: '', notes: [] });
    expect(await rowOf('seen')).toEqual(clean);
  });

  it('can prepare a statement with a name that the previous one used', async () => {
    const prepare = `exports.up = async (pgm) => { await pgm.db.query({ name: 'mine', text: 'SELECT 1' }); };
      exports.down = () => undefined;`;
    const project = await live.project({ '1_one.cjs': prepare, '2_two.cjs': prepare });

    expect((await project.up()).error).toBe('');
  });
});
