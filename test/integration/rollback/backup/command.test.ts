import { PassThrough } from 'node:stream';
import { run as runDown } from '../../../../src/cli/commands/down.js';
import { run as runUp } from '../../../../src/cli/commands/up.js';
import { Terminal } from '../../../../src/cli/terminal.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import { exitCodes } from '../../../../src/errors.js';
import { useBench } from '../../cli/support/bench.js';
import { sql, threeTables } from '../../cli/support/migrations.js';
import type { Project } from '../../cli/support/project.js';

const bench = useBench();

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function count(table: string): Promise<number> {
  const { rows } = await bench.session.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(rows[0]?.count);
}

/** A project with two applied migrations and rows. */
async function filled(): Promise<Project> {
  const project = await bench.project({
    'migrations/1_users.js': sql('CREATE TABLE users (id int PRIMARY KEY)', 'DROP TABLE users'),
    'migrations/2_nicks.js': sql('ALTER TABLE users ADD nick text', 'ALTER TABLE users DROP nick'),
  });
  await project.run('up');
  await bench.session.query("INSERT INTO users SELECT i, 'nick ' || i FROM generate_series(1, 9) AS i");
  return project;
}

describe('down --backup FILE, and restore FILE after the next up', () => {
  it('restore every row, and report the number of rows', async () => {
    const project = await filled();
    const down = await project.run('down 2 --backup kept.tar');
    const early = await project.run('restore kept.tar');
    await project.run('up');
    const restored = await project.run('restore kept.tar --json');

    expect({ code: down.code, stdout: down.stdout.split('\n').slice(3) }).toEqual({
      code: 0,
      stdout: [
        'backup kept.tar: 9 rows of 1 table, 81 bytes',
        'after the next up, roundtrip restore kept.tar restores them',
        '',
      ],
    });
    expect(early).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not applied: 2_nicks, 1_users') as string,
    });
    expect(restored.code).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({
      format: 'roundtrip.restore/1',
      verdict: 'complete',
      notApplied: [],
      tables: [{ name: 'users', rows: 9, inserted: 9, updated: 0, unchanged: 0, misfits: [] }],
    });
    expect(await count("users WHERE nick = 'nick ' || id")).toBe(9);
  });

  it('exit with 1 if a row no longer fits, and report it', async () => {
    const project = await filled();
    const down = await project.run('down --backup kept.tar --json');
    await project.run('up');
    await bench.session.query('DELETE FROM users WHERE id = 4');
    const { code, stdout } = await project.run('restore kept.tar');

    expect(JSON.parse(down.stdout)).toMatchObject({
      format: 'roundtrip.run/1',
      backup: {
        path: project.path('kept.tar'),
        tables: [{ schema: 'public', name: 'users', what: 'columns', rows: 9, columns: ['nick'] }],
      },
    });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `TABLE         IN BACKUP  INSERTED  UPDATED  UNCHANGED  NOT RESTORED
public.users  9          0         8        0          1

public.users
  id = 4: the row with this key no longer exists

8 rows restored, 0 unchanged, 1 not restored, backup of the rollback of 2_nicks
`,
    });
  });
});

it('down --plan prints the plan, and changes nothing', async () => {
  const project = await filled();
  const { code, stdout } = await project.run('down --plan --json');

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'roundtrip.rollback-plan/1',
    migrations: [{ name: '2_nicks', statements: ['ALTER TABLE users DROP nick;'], transaction: 'one' }],
    losses: [
      { name: 'users', what: 'columns', rows: 9, columns: [{ name: 'nick', values: 9, newType: null }] },
    ],
    locks: [{ name: 'users', mode: 'ACCESS EXCLUSIVE' }],
    sessions: [],
  });
  expect(await bench.recorded()).toEqual(['1_users', '2_nicks']);
});

it('down --plan lists values that are rewritten within their type, although the tables of its scratch database are empty', async () => {
  const project = await bench.project({
    'migrations/1_users.js': sql(
      'CREATE TYPE addr AS (street text); CREATE TABLE users (id int PRIMARY KEY, code text, n int, a addr)',
      'DROP TABLE users; DROP TYPE addr',
    ),
    'migrations/2_codes.js': sql(
      "ALTER TABLE users ALTER code TYPE text USING 'X' || code; ALTER TYPE addr ADD ATTRIBUTE country text",
      'ALTER TABLE users ALTER code TYPE text USING left(code, 2); ALTER TYPE addr DROP ATTRIBUTE country',
    ),
  });
  await project.run('up');
  await bench.session.query("INSERT INTO users VALUES (1, 'Xabc', 2, ROW('s', 'CH')), (2, NULL, 3, NULL)");
  const plan = await project.run('down --plan');

  expect(plan.stdout).toContain(`destroyed
  TABLE         ROWS  COLUMN  VALUES
  public.users        code    1       rewritten
  public.users        a       1       rewritten`);
});

it('invalid combinations of flags are rejected', async () => {
  const project = await bench.project(threeTables);
  const wrong = [
    ['--plan', '--backup', 'x'],
    ['--fake', '--plan'],
    ['--dry-run', '--backup', 'x'],
  ];
  for (const flags of wrong) {
    const [one = '', other = ''] = flags;
    expect(await project.runArgs(['down', ...flags])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${one} and ${other} exclude each other`) as string,
    });
  }
});

describe('in production', () => {
  const production = { NODE_ENV: 'production' };

  it('down and redo require the name of the database, and --yes', async () => {
    const project = await bench.project(threeTables);
    await project.run('up');
    const name = nameOf(bench.url);

    for (const line of ['down --yes', `down --confirm ${name}`, 'redo --yes']) {
      expect(await project.run(line, production)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`If this is intended, add --yes --confirm ${name}`) as string,
      });
    }
    expect(await project.run('down --yes --confirm other', production)).toMatchObject({ code: 2 });
    expect(await bench.recorded()).toHaveLength(3);
    expect(await project.run(`down --yes --confirm ${name}`, production)).toMatchObject({ code: 0 });
    expect(await bench.recorded()).toHaveLength(2);
  });
});

describe('on a terminal', () => {
  /** Runs `down` in this process, on a terminal with this input. */
  async function answer(text: string, { env = {}, flags = {} }: { env?: object; flags?: object } = {}) {
    const project = await bench.project(threeTables);
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    const stdout = Object.assign(new PassThrough(), { isTTY: true });
    const terminal = new Terminal({ stdin, stdout, stderr, env: {} }, { color: false });
    stdin.end(text);
    const context = {
      terminal,
      flags,
      cwd: project.directory,
      signal: uninterruptible,
      env: { DATABASE_URL: bench.url, ...env },
    };
    await runUp(context, []);
    const code = await runDown(context, []).catch((error: unknown) => error);
    return { code, asked: String(stderr.read()), left: (await bench.recorded()).length };
  }

  it('down shows the plan, and asks for confirmation', async () => {
    const { code, asked, left } = await answer('y\n');

    expect({ code, left }).toEqual({ code: exitCodes.done, left: 2 });
    expect(asked).toContain('DROP TABLE "gamma"');
    expect(asked).toContain('public.gamma  ACCESS EXCLUSIVE  reads and writes  3_gamma');
    expect(asked).toContain('Roll back? [y/N] ');
  });

  it.each(['n\n', '\n', ''])('down only accepts y as a confirmation, not %j', async (text) => {
    expect(await answer(text)).toMatchObject({
      code: { code: 'refused', message: 'not confirmed' },
      left: 3,
    });
  });

  it('down requires the name of the database in production, and does not ask with --yes', async () => {
    const env = { NODE_ENV: 'production' };
    const name = nameOf(bench.url);

    expect(await answer('y\n', { env })).toMatchObject({ code: { code: 'refused' }, left: 3 });
    expect(await answer(`${name}\n`, { env })).toMatchObject({ code: exitCodes.done, left: 2 });
    const silent = await answer('', { flags: { yes: true } });
    expect(silent).toMatchObject({ code: exitCodes.done, left: 2 });
    expect(silent.asked).not.toContain('Roll back?');
  });
});
