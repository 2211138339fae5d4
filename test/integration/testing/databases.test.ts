import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isRunning } from '../../../src/database/embedded/process-table.js';
import { createLinkedProject, removeLinkedProjects } from '../../support/linked-project.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const stopServer = await useOwnTestServer();
const run = promisify(execFile);

let server: Scratch;
beforeAll(async () => {
  server = await createScratch();
});
afterAll(async () => {
  await server.drop();
  await removeLinkedProjects();
  await stopServer();
});

const migrations = {
  'package.json': '{"type": "module", "private": true}',
  'migrations/1_customers.js': `import { appendFileSync } from 'node:fs';
export const up = (pgm) => {
  appendFileSync('runs.txt', 'up\\n');
  pgm.createTable('customers', { id: 'id', name: { type: 'text', notNull: true } });
};
export const down = (pgm) => { pgm.dropTable('customers'); };`,
  'migrations/2_settings.sql': `-- Up Migration
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem TO ''7MB''', current_database()); END $$;
CREATE TABLE notes (id int);
-- Down Migration
DROP TABLE notes;`,
  'seeds/development/1.sql': "INSERT INTO customers (name) VALUES ('Ada'), ('Grace')",
};

/** Statements that print values as JSON lines, in a module that has imported the library. */
const script = (body: string) => `import { withMigratedDatabase } from 'pg-roundtrip/testing';
const print = (value) => console.log(JSON.stringify(value));
const names = async (query) => (await query('SELECT name FROM customers ORDER BY 1')).rows.map(({ name }) => name);
${body}`;

async function runScript(folder: string, env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr } = await run(process.execPath, ['script.js'], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  const printed = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
  return { printed, stderr };
}

/** Process ids of the processes that keep servers for a project. */
async function providersOf(folder: string): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-ww', '-eo', 'pid=,args=']);
  const providers = stdout.split('\n').filter((line) => line.includes('testing/provider/main.js'));
  const pids = providers.map((line) => Number.parseInt(line, 10));
  const own = await Promise.all(
    pids.map(async (pid) =>
      (await run('readlink', [`/proc/${pid}/cwd`]).catch(() => undefined))?.stdout.trim(),
    ),
  );
  return pids.filter((_pid, at) => own[at] === folder);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen in a minute');
    await sleep(50);
  }
}

const exists = async (name: string) =>
  (await server.session.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [name])).rows.length >
  0;

describe('withMigratedDatabase', () => {
  it('gives each call a copy of the migrated state, and drops it afterwards', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'script.js': script(`
const first = await withMigratedDatabase(async ({ name, query }) => {
  await query('INSERT INTO customers (name) VALUES ($1)', ['Joan']);
  await withMigratedDatabase({ seed: 'development' }, async (second) => print(await names(second.query)));
  print(await names(query));
  print((await query('SHOW work_mem')).rows);
  return name;
});
await withMigratedDatabase(async ({ query }) => {
  print(await names(query));
  print((await query('SELECT FROM pg_database WHERE datname = $1', [first])).rowCount);
});
await withMigratedDatabase({ through: 'customers' }, async ({ query }) => {
  print((await query('SELECT name FROM pgmigrations')).rows);
});`),
    });
    const { printed, stderr } = await runScript(folder, { DATABASE_URL: 'postgres://nowhere.invalid/x' });

    expect(printed).toEqual([
      ['Ada', 'Grace'],
      ['Joan'],
      [{ work_mem: '7MB' }],
      [],
      0,
      [{ name: '1_customers' }],
    ]);
    expect(stderr).toBe('');
    await until(async () => (await providersOf(folder)).length === 0);
  });

  it('passes on the result and the error of the callback, and rejects invalid options', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'script.js': script(`
const failing = (...args) => withMigratedDatabase(...args).catch(({ name, code, message }) => print([name, code, message]));
print(await withMigratedDatabase(() => 42));
await failing(() => { throw new TypeError('mine'); });
await failing({ seed: 'none' }, () => 0);
await failing({ seeds: 'development' }, () => 0);
await failing({ cwd: '/nowhere' }, () => 0);
await failing();`),
    });
    const { printed } = await runScript(folder);

    expect(printed).toEqual([
      42,
      ['TypeError', null, 'mine'],
      ['UsageError', 'usage', expect.stringContaining('there is no seed set none')],
      ['UsageError', 'usage', expect.stringContaining('unknown option seeds')],
      ['UsageError', 'usage', expect.stringContaining('/nowhere')],
      ['UsageError', 'usage', expect.stringContaining('without a function')],
    ]);
  });

  it('applies the migrations once for all processes of a run, and again after an edit', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'migrations/3_role.sql': '-- Up Migration\nCREATE ROLE clerk;\n-- Down Migration\nDROP ROLE clerk;',
      'script.js': script(`
import { appendFileSync } from 'node:fs';
await withMigratedDatabase(({ name }) => print(name));
if (process.env.EDIT) {
  appendFileSync('migrations/2_settings.sql', '\\n');
  await withMigratedDatabase(({ name }) => print(name));
}`),
    });
    const all = await Promise.all(['', '', 'yes'].map((EDIT) => runScript(folder, { EDIT })));

    expect(new Set(all.flatMap(({ printed }) => printed)).size).toBe(4);
    expect(await readFile(join(folder, 'runs.txt'), 'utf8')).toBe('up\nup\n');
  });

  it('reports a migration that fails with its statement and line', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'migrations/3_broken.sql': 'CREATE TABLE orders (customer int REFERENCES nowhere);',
      'script.js': script(`await withMigratedDatabase(() => 0).catch(({ message }) => print(message));`),
    });
    const { printed } = await runScript(folder);

    expect(printed[0]).toMatch(
      /^the up of 3_broken failed: relation "nowhere" does not exist \(SQLSTATE 42P01\)[^]*3_broken\.sql:1/,
    );
  });

  it('warns of connections that a test leaves open, and drops the database when the process ends', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'script.js': script(`
import pg from 'pg';
await withMigratedDatabase({ databaseUrl: process.env.SERVER }, async ({ name, url }) => {
  const client = new pg.Client(url);
  await client.connect();
  print(name);
});
setTimeout(() => process.exit(), 10);`),
    });
    const { printed, stderr } = await runScript(folder, { SERVER: server.url });

    expect(stderr).toContain('a test has left 1 connection to its database open');
    await until(async () => !(await exists(String(printed[0]))));
  });
});

describe('a test process that is killed', () => {
  const waiting = (options: string) =>
    script(`await withMigratedDatabase(${options}, async ({ name }) => {
  print(name);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});`);

  async function startWaiting(folder: string): Promise<{ child: ChildProcess; name: string }> {
    const child = spawn(process.execPath, ['script.js'], {
      cwd: folder,
      env: { ...process.env, SERVER: server.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, name: JSON.parse(line.toString()) as string };
  }

  it('leaves no database behind on a server that others use', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'script.js': waiting('{ databaseUrl: process.env.SERVER }'),
    });
    const { child, name } = await startWaiting(folder);
    expect(await exists(name)).toBe(true);
    child.kill('SIGKILL');

    await until(async () => !(await exists(name)));
    await until(async () => (await providersOf(folder)).length === 0);
  });

  it('leaves no server behind, while another process keeps its database', async () => {
    const folder = await createLinkedProject({ ...migrations, 'script.js': waiting('{}') });
    const [one, other] = await Promise.all([startWaiting(folder), startWaiting(folder)]);
    const [provider = 0] = await providersOf(folder);
    one.child.kill('SIGKILL');
    await once(one.child, 'close');
    expect(await isRunning(provider)).toBe(true);
    other.child.kill('SIGINT');

    await until(async () => !(await isRunning(provider)));
  });
});

describe('a migration that changes roles', () => {
  it('is refused on a server that others use', async () => {
    const folder = await createLinkedProject({
      ...migrations,
      'migrations/3_role.sql': 'CREATE ROLE roundtrip_clerk;',
      'script.js': script(
        'await withMigratedDatabase({ databaseUrl: process.env.SERVER }, () => 0).catch(({ code, message }) => print([code, message]));',
      ),
    });
    const { printed } = await runScript(folder, { SERVER: server.url });

    expect(printed).toEqual([['refused', expect.stringMatching(/3_role[^]*leave out databaseUrl/)]]);
  });
});
