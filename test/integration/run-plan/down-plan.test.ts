import { readConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import type { Session } from '../../../src/database/session.js';
import { withSession } from '../../../src/database/with-session.js';
import { createPaint } from '../../../src/report/text/paint.js';
import { renderRunPlan } from '../../../src/report/run-plan/text.js';
import { planRun } from '../../../src/run-plan/plan-run.js';
import type { RunPlan } from '../../../src/run-plan/run-plan.js';
import { renderPlan } from '../../../src/run/render-plan.js';
import { up } from '../../../src/run/run-migrations.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { sql } from '../cli/support/migrations.js';
import { createProject, type Project } from '../cli/support/project.js';

let scratch: Scratch;
let project: Project;

beforeAll(async () => {
  scratch = await createScratch();
  project = await createProject({});
});

afterAll(async () => {
  await scratch.drop();
  await project.remove();
});

const names = ['1_users', '2_nicks', '3_posts', '4_data', '5_index', '6_rename'] as const;

const users = 'CREATE TABLE users (id int PRIMARY KEY, mail text, price numeric(10,2))';

const files = {
  'migrations/1_users.js': sql(
    `${users}; CREATE VIEW mails AS SELECT mail FROM users`,
    'DROP TABLE users CASCADE',
  ),
  'migrations/2_nicks.js': sql(
    'ALTER TABLE users ADD nick text, ADD age int, ALTER price TYPE numeric(12,4)',
    'ALTER TABLE users DROP nick, DROP age, ALTER price TYPE numeric(10,2)',
  ),
  'migrations/3_posts.js': sql(
    'CREATE TABLE posts (id serial PRIMARY KEY, author int REFERENCES users ON DELETE SET NULL, twice int GENERATED ALWAYS AS (author * 2) STORED); CREATE INDEX ON posts (author)',
    'DROP TABLE posts',
  ),
  'migrations/4_data.js': sql(
    "CREATE TABLE roles (name text); INSERT INTO roles VALUES ('admin'), ('guest')",
    "DELETE FROM roles WHERE name = 'admin'; UPDATE users SET mail = lower(mail); DROP TABLE roles",
  ),
  'migrations/5_index.js': sql(
    'CREATE INDEX CONCURRENTLY users_mail ON users (mail)',
    'DROP INDEX CONCURRENTLY users_mail',
  ).replaceAll('(pgm) => {', '(pgm) => { pgm.noTransaction();'),
  'migrations/6_rename.js': sql('ALTER TABLE posts RENAME TO notes', 'ALTER TABLE notes RENAME TO posts'),
};

beforeAll(async () => {
  await project.write(files);
  await up({ kind: 'all' }, { ...(await means()), observer: silent, mode: 'run' });
  await scratch.session.query(`
    INSERT INTO users SELECT i, 'M' || i, i, nullif('n' || i, 'n3'), CASE WHEN i > 3 THEN i END FROM generate_series(1, 5) AS i;
    INSERT INTO notes (author) VALUES (1), (2), (NULL)`);
});

const silent = { started: () => undefined, finished: () => undefined };

async function means() {
  const { database } = scratch;
  const config = await readConfig({
    flags: { lockTimeout: '300ms' },
    env: { DATABASE_URL: scratch.url },
    cwd: project.directory,
  });
  return { database, config, signal: uninterruptible };
}

/** The plan for rolling back `count` migrations. */
async function planOf(count: number): Promise<RunPlan> {
  const options = await means();
  const steps = await renderPlan(['down'], { kind: 'count', count }, options);
  return planRun({ ...options, steps });
}

function objectsOf({ objects }: RunPlan, change: string): readonly string[] {
  return objects.flatMap((one) =>
    one.change === change && one.with === null ? [`${one.kind} ${one.name}`] : [],
  );
}

function lossesOf({ losses }: RunPlan): readonly string[] {
  return losses.map(({ name, what, rows, columns }) => {
    const values = columns.map(
      (column) =>
        `${column.name} ${column.values ?? 'locked'}${column.newType ? ` as ${column.newType}` : ''}`,
    );
    return [`${what} ${name}`, rows ?? '?', ...values].join(', ');
  });
}

function locksOf({ locks }: RunPlan): readonly string[] {
  return locks.map(({ name, mode, migration }) => `${name}: ${mode} by ${migration}`);
}

describe('the plan of a rollback', () => {
  it('contains everything about a range, with the present names of tables', async () => {
    const plan = await planOf(6);

    expect(plan.migrations.map(({ name, transaction }) => `${name} ${transaction}`)).toEqual(
      names.toReversed().map((name) => `${name} ${name === '5_index' ? 'none' : 'one'}`),
    );
    expect(objectsOf(plan, 'goes')).toEqual([
      'table public.notes',
      'table public.roles',
      'table public.users',
      'view public.mails',
    ]);
    expect(lossesOf(plan)).toEqual([
      'table notes, 3, id 3, author 2',
      'sequence posts_id_seq, ?',
      'table roles, 2, name 2',
      'table users, 5, id 5, mail 5, price 5, nick 4, age 2',
    ]);
    expect(plan.rowChanges.map(({ migration }) => migration)).toEqual(['4_data']);
    expect(locksOf(plan)).toEqual([
      'mails: ACCESS EXCLUSIVE by 1_users',
      'notes: ACCESS EXCLUSIVE by 6_rename',
      'roles: ACCESS EXCLUSIVE by 4_data',
      'users: ACCESS EXCLUSIVE by 3_posts',
    ]);
    expect(plan.sessions).toEqual([]);
  });

  it.each([
    { count: 1, goes: ['table public.notes'], losses: [], locks: ['notes: ACCESS EXCLUSIVE by 6_rename'] },
    {
      count: 2,
      goes: ['table public.notes', 'index public.users_mail'],
      losses: [],
      locks: ['notes: ACCESS EXCLUSIVE by 6_rename', 'users: SHARE UPDATE EXCLUSIVE by 5_index'],
    },
    {
      count: 3,
      goes: ['table public.notes', 'table public.roles', 'index public.users_mail'],
      losses: ['table roles, 2, name 2'],
      locks: [
        'notes: ACCESS EXCLUSIVE by 6_rename',
        'roles: ACCESS EXCLUSIVE by 4_data',
        'users: SHARE UPDATE EXCLUSIVE by 5_index',
      ],
    },
  ])(
    'of $count migrations contains their objects, losses and locks',
    async ({ count, goes, losses, locks }) => {
      const plan = await planOf(count);

      expect(objectsOf(plan, 'goes')).toEqual(goes);
      expect(lossesOf(plan)).toEqual(losses);
      expect(locksOf(plan)).toEqual(locks);
    },
  );

  it('lists other sessions that hold or await locks, and counts no rows of tables that they have locked', async () => {
    await withSession(scratch.database, (holder) =>
      withSession(scratch.database, async (waiter) => {
        await holder.query(
          "SET application_name = 'holder'; BEGIN; LOCK TABLE roles IN ACCESS EXCLUSIVE MODE; SELECT FROM users",
        );
        await waiter.query("SET application_name = 'waiter'");
        const waiting = waiter.query('SELECT FROM roles');
        await untilWaiting(waiter.pid);
        const plan = await planOf(3);
        await holder.query('COMMIT');
        await waiting;

        expect(
          plan.sessions.map(({ pid, application, state, mode, name, granted }) => ({
            pid,
            application,
            state,
            mode,
            name,
            granted,
          })),
        ).toEqual([
          ...[
            {
              ...sessionOf(holder, 'holder', 'idle in transaction'),
              mode: 'ACCESS EXCLUSIVE',
              name: 'roles',
              granted: true,
            },
            {
              ...sessionOf(holder, 'holder', 'idle in transaction'),
              mode: 'ACCESS SHARE',
              name: 'users',
              granted: true,
            },
            { ...sessionOf(waiter, 'waiter', 'active'), mode: 'ACCESS SHARE', name: 'roles', granted: false },
          ].sort((a, b) => a.pid - b.pid),
        ]);
        expect(plan.sessions.every(({ querySeconds }) => querySeconds !== null && querySeconds >= 0)).toBe(
          true,
        );
        expect(lossesOf(plan)).toEqual(['table roles, ?, name locked']);
      }),
    );
  });

  it('is printed as text', async () => {
    const plan = await planOf(6);
    const text = renderRunPlan(plan, createPaint('never'));
    // From PostgreSQL 18 on, NOT NULL is a separate constraint.
    const constraints = scratch.database.server.major >= 18 ? 3 : 2;

    expect(text.slice(text.indexOf('\ndropped\n'))).toBe(`
dropped
  table public.notes with 3 columns, ${constraints} constraints, 2 indexes, 1 sequence
  table public.roles with 1 column
  table public.users with 5 columns, 1 constraint, 2 indexes
  view public.mails

destroyed
  TABLE         ROWS  COLUMN  VALUES
  public.notes  3
                      id      3
                      author  2
  public.roles  2
                      name    2
  public.users  5
                      id      5
                      mail    5
                      price   5
                      nick    4
                      age     2

updates or deletes rows that exist when it runs
  4_data: DELETE FROM roles WHERE name = 'admin'; UPDATE users SET mail = lower(mail); DROP TABLE roles;

strongest locks
  TABLE         LOCK              BLOCKS            FIRST TAKEN BY
  public.mails  ACCESS EXCLUSIVE  reads and writes  1_users
  public.notes  ACCESS EXCLUSIVE  reads and writes  6_rename
  public.roles  ACCESS EXCLUSIVE  reads and writes  4_data
  public.users  ACCESS EXCLUSIVE  reads and writes  3_posts
  5_index runs without a transaction, so each of its locks ends with its statement

read whole
  public.roles
  public.users

other sessions on these tables
  none`);
  });

  it('changes nothing, and leaves no scratch database behind', async () => {
    const state = async () => {
      const { rows } = await scratch.session.query(`
        SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM pgmigrations) AS applied,
          (SELECT count(*) FROM roundtrip.history) AS history, (SELECT max(oid::int8) FROM pg_class) AS newest`);
      return rows;
    };
    const before = await state();
    await planOf(6);

    expect(await state()).toEqual(before);
  });

  it('fails if the schema cannot be rebuilt', async () => {
    await scratch.session.query("INSERT INTO pgmigrations (name, run_on) VALUES ('0_gone', '2000-01-01')");
    await expect(planOf(1)).rejects.toThrow('files of applied migrations are missing: 0_gone');
    await scratch.session.query("DELETE FROM pgmigrations WHERE name = '0_gone'");
  });
});

function sessionOf({ pid }: Session, application: string, state: string) {
  return { pid, application, state };
}

async function untilWaiting(pid: number): Promise<void> {
  const WAITS = "SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'";
  while ((await scratch.session.query(WAITS, [pid])).rows.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
