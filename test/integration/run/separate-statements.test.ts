import { withSession } from '../../../src/database/with-session.js';
import { readDatabaseStatus } from '../../../src/history/read-status.js';
import { readConfig } from '../../../src/config/config.js';
import { createPaint } from '../../../src/report/text/paint.js';
import { renderStatus } from '../../../src/report/history/status-report.js';
import { useLive, type LiveProject } from './support/live.js';
import { separate, sql, table } from './support/migrations.js';

const live = useLive();

/** Started and completed statements in the form `0 completed`. */
async function statements(): Promise<readonly string[]> {
  const { rows } = await live.session.query<{ line: string }>(
    "SELECT concat(number, ' ', state) AS line FROM roundtrip.statement ORDER BY id",
  );
  return rows.map(({ line }) => line);
}

async function status({ directory }: LiveProject): Promise<string> {
  const config = await readConfig({ flags: { embedded: true }, env: {}, cwd: directory });
  const standing = await withSession(live.database, (session) => readDatabaseStatus(session, config));
  return renderStatus(standing, createPaint('never'));
}

const three = separate(
  ['CREATE TABLE one (id int)', 'CREATE TABLE two (id int)', 'SELECT 1 / (SELECT count(*) FROM allowed)'],
  ['DROP TABLE two', 'SELECT 1 / (SELECT count(*) FROM allowed)', 'DROP TABLE one'],
);

/** The third statement of this project fails until the table `allowed` has a row. */
async function guarded(): Promise<LiveProject> {
  await live.session.query('CREATE TABLE allowed (id int)');
  return live.project({ '1_three.cjs': three });
}

describe('an interrupted up without a transaction', () => {
  it('is listed by status with its statements, and continues with --resume', async () => {
    const project = await guarded();
    expect((await project.up()).error).toContain('the up of 1_three failed: division by zero');
    expect(await statements()).toEqual(['0 started', '0 completed', '1 started', '1 completed', '2 started']);
    expect(await status(project)).toContain(
      [
        'the up of 1_three failed half way; continue with up --resume',
        '  1. ran: CREATE TABLE one (id int);',
        '  2. ran: CREATE TABLE two (id int);',
        '  3. started, may have taken effect: SELECT 1 / (SELECT count(*) FROM allowed);',
      ].join('\n'),
    );

    await live.session.query('INSERT INTO allowed VALUES (1)');
    expect(await project.up({ resume: 'on' })).toMatchObject({ steps: ['up 1_three'], error: '' });
    expect(await live.recorded()).toEqual(['1_three']);
    expect(await live.history()).toEqual([
      'up 1_three running',
      'up 1_three failed',
      'up 1_three running',
      'up 1_three done',
    ]);
    // The history contains the changes of both attempts, so the down can be compared with them.
    expect(await project.down({ traces: 'accepted' })).toMatchObject({ steps: ['down 1_three'], notes: [] });
  });

  it('is not restarted without --restart, which would discard the state for --resume', async () => {
    const project = await guarded();
    await project.up();
    const again = await project.up();
    expect(again.error).toContain('the up of 1_three was interrupted: 2 of its statements have taken effect');
    await live.session.query('INSERT INTO allowed VALUES (1)');
    expect(await project.up({ resume: 'on' })).toMatchObject({ steps: ['up 1_three'], error: '' });
  });

  it('is restarted with a note if it was undone by hand', async () => {
    const project = await guarded();
    await project.up();
    await live.session.query('DROP TABLE one, two; INSERT INTO allowed VALUES (1)');
    expect(await project.up({ resume: 'restart' })).toMatchObject({ steps: ['up 1_three'], error: '' });
  });

  it('is not resumed with a file whose statements changed', async () => {
    const project = await guarded();
    await project.up();
    await project.write({
      '1_three.cjs': separate(
        ['CREATE TABLE other (id int)', 'CREATE TABLE two (id int)', 'SELECT 1'],
        ['SELECT 1'],
      ),
    });

    expect((await project.up({ resume: 'on' })).error).toContain(
      'statement 1 of the up of 1_three differs from the statement that ran',
    );
    expect(await live.exists("to_regclass('other')")).toBe(false);
  });

  it('is the only kind of run that can be resumed', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });

    expect((await project.up({ resume: 'on' })).error).toContain('there is nothing to resume');
  });
});

describe('a down without a transaction', () => {
  it('is proven on a scratch database before it runs', async () => {
    const project = await live.project({
      '1_index.cjs': separate(
        ['CREATE TABLE t (id int)', 'CREATE INDEX CONCURRENTLY i ON t (id)'],
        ['DROP INDEX CONCURRENTLY i'],
      ),
    });
    await project.up();
    const { notes, finding, told } = await project.down();

    expect({ kinds: notes.map(({ kind }) => kind), on: finding?.on }).toEqual({
      kinds: ['rehearsing'],
      on: 'scratch',
    });
    expect(told).toContain('table public.t would be left behind');
    expect(await live.exists("to_regclass('i')")).toBe(true);
  });

  it('that was interrupted continues with --resume, and all its statements are verified together', async () => {
    const project = await guarded();
    await live.session.query('INSERT INTO allowed VALUES (1)');
    await project.up();
    await live.session.query('DELETE FROM allowed');
    // A rehearsal would fail, because the scratch database has no table `allowed`.
    const { error } = await project.down({ traces: 'accepted' });
    expect(error).toContain('the down of 1_three failed: division by zero');
    expect(await status(project)).toContain(
      'the down of 1_three failed half way; continue with down --resume',
    );

    await live.session.query('INSERT INTO allowed VALUES (1)');
    expect(await project.down({ resume: 'on' })).toMatchObject({
      steps: ['down 1_three'],
      notes: [],
      error: '',
    });
    expect(await live.history()).toEqual([
      'up 1_three running',
      'up 1_three done',
      'down 1_three running',
      'down 1_three failed',
      'down 1_three running',
      'down 1_three done',
    ]);
  });

  it('that was killed is compared with the changes of its up when it is resumed', async () => {
    const project = await live.project({
      '1_two.cjs': separate(
        ['CREATE TABLE one (id int)', "CREATE TYPE mood AS ENUM ('sad')"],
        ['DROP TABLE one', 'SELECT pg_terminate_backend(pid) FROM victims'],
      ),
    });
    await live.session.query('CREATE TABLE victims (pid int)');
    await project.up();
    // The state after the process was killed after the first statement.
    await live.session.query(`
      INSERT INTO roundtrip.history (attempt, migrations_table, migration, direction, outcome, started_at, ended_at,
        milliseconds, login_role, role, host, application, tool_version, transaction)
      SELECT '00000000-0000-4000-8000-000000000001', migrations_table, migration, 'down', 'running', now(), now(), 0,
        login_role, role, host, application, tool_version, 'none' FROM roundtrip.history LIMIT 1;
      INSERT INTO roundtrip.statement (attempt, number, state, sql)
        VALUES ('00000000-0000-4000-8000-000000000001', 0, 'completed', 'DROP TABLE one;');
      DROP TABLE one`);
    const { steps, notes } = await project.down({ resume: 'on' });

    expect(steps).toEqual(['down 1_two']);
    expect(notes).toMatchObject([
      {
        kind: 'left-traces',
        why: 'too-late',
        finding: { traces: [{ kind: 'type', name: 'public.mood', change: 'left' }] },
      },
    ]);
  });
});

describe('an invalid index of a failed concurrent build', () => {
  const unique = (how: string) =>
    separate(
      [`CREATE UNIQUE INDEX CONCURRENTLY ${how} names_once ON people (name)`],
      ['DROP INDEX CONCURRENTLY names_once'],
    );

  async function people(): Promise<LiveProject> {
    await live.session.query("CREATE TABLE people (name text); INSERT INTO people VALUES ('Ann'), ('Ann')");
    return live.project({ '1_once.cjs': unique('') });
  }

  it('is reported, with the SQL that drops it', async () => {
    const project = await people();
    const { notes, error } = await project.up();

    expect(error).toContain('could not create unique index "names_once"');
    expect(notes).toEqual([{ kind: 'invalid-indexes', names: ['public.names_once'] }]);
    expect(await live.recorded()).toEqual([]);
  });

  it('that IF NOT EXISTS skips is never recorded as applied, with or without a transaction', async () => {
    const project = await people();
    await project.up();
    await live.session.query('TRUNCATE people');
    await project.write({ '1_once.cjs': unique('IF NOT EXISTS') });
    const meets = 'the up of 1_once found an INVALID index: public.names_once\n';
    expect((await project.up()).error).toContain(meets);

    await project.write({
      '1_once.cjs': sql(
        'CREATE UNIQUE INDEX IF NOT EXISTS names_once ON people (name)',
        'DROP INDEX names_once',
      ),
    });
    const { error } = await project.up();
    expect(error).toContain(meets);
    expect(error).toContain('DROP INDEX CONCURRENTLY public.names_once;');
    expect(await live.recorded()).toEqual([]);

    await live.session.query('DROP INDEX names_once');
    expect((await project.up()).steps).toEqual(['up 1_once']);
  });

  it('of another session on another table does not stop a migration', async () => {
    const project = await people();
    await project.up();
    await project.write({ '1_once.cjs': table('alpha') });

    expect((await project.up()).steps).toEqual(['up 1_once']);
  });
});
