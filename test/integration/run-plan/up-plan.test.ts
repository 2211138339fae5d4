import { readConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { withSession } from '../../../src/database/with-session.js';
import { renderRunPlan } from '../../../src/report/run-plan/text.js';
import { createPaint } from '../../../src/report/text/paint.js';
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
  project = await createProject({
    'migrations/1_users.js': sql('CREATE TABLE users (id int PRIMARY KEY, nick text, age int)'),
    'migrations/2_types.js': sql('ALTER TABLE users ALTER age TYPE bigint'),
    'migrations/3_posts.js': sql('CREATE TABLE posts (author int REFERENCES users)'),
    'migrations/4_nicks.js': sql("UPDATE users SET nick = 'x'; ALTER TABLE users DROP nick"),
    'migrations/5_index.js': sql('CREATE INDEX CONCURRENTLY users_age ON users (age)').replaceAll(
      '(pgm) => {',
      '(pgm) => { pgm.noTransaction();',
    ),
  });
  const observer = { started: () => undefined, finished: () => undefined };
  await up({ kind: 'count', count: 1 }, { ...(await means()), observer, mode: 'run' });
  await scratch.session.query("INSERT INTO users VALUES (1, 'a', 1), (2, NULL, 2)");
});

afterAll(async () => {
  await scratch.drop();
  await project.remove();
});

async function means() {
  const env = { DATABASE_URL: scratch.url };
  const config = await readConfig({ flags: { lockTimeout: '300ms' }, env, cwd: project.directory });
  return { database: scratch.database, config, signal: uninterruptible };
}

async function plan(): Promise<RunPlan> {
  const options = await means();
  return planRun({ ...options, steps: await renderPlan(['up'], { kind: 'all' }, options) });
}

describe('the plan of an up', () => {
  it('lists what pending migrations create, lock, rewrite and destroy, and the conflicting sessions', async () => {
    await withSession(scratch.database, async (reader) => {
      await reader.query("SET application_name = 'reader'; BEGIN; SELECT FROM users");
      const found = await plan();
      const text = renderRunPlan(found, createPaint('never'));
      await reader.query('COMMIT');

      expect(text.slice(0, text.indexOf('\n\nother sessions'))).toBe(`-- up of 2_types
BEGIN;
ALTER TABLE users ALTER age TYPE bigint;
COMMIT;

-- up of 3_posts
BEGIN;
CREATE TABLE posts (author int REFERENCES users);
COMMIT;

-- up of 4_nicks
BEGIN;
UPDATE users SET nick = 'x'; ALTER TABLE users DROP nick;
COMMIT;

-- up of 5_index, without a transaction
CREATE INDEX CONCURRENTLY users_age ON users (age);

dropped
  column public.users.nick

altered
  column public.users.age

created
  table public.posts with 1 column, 1 constraint
  index public.users_age

destroyed
  TABLE         ROWS  COLUMN  VALUES
  public.users        nick    1
  public.users        age     2       converted to bigint

updates or deletes rows that exist when it runs
  4_nicks: UPDATE users SET nick = 'x'; ALTER TABLE users DROP nick;

strongest locks
  TABLE         LOCK              BLOCKS            FIRST TAKEN BY
  public.users  ACCESS EXCLUSIVE  reads and writes  2_types
  5_index runs without a transaction, so each of its locks ends with its statement

rewritten whole, while nobody can read or write
  public.users`);
      const { pid } = reader;
      expect(found.sessions).toMatchObject([
        { pid, application: 'reader', mode: 'ACCESS SHARE', name: 'users', granted: true, conflicts: true },
      ]);
    });
  });

  it('changes nothing', async () => {
    const state = async () =>
      (await scratch.session.query('SELECT max(oid::int8) AS newest FROM pg_class')).rows;
    const before = await state();
    await plan();

    expect(await state()).toEqual(before);
  });
});
