import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  startEphemeralServer,
  type EmbeddedServer,
} from '../../../../src/database/embedded/embedded-server.js';
import { isRunning } from '../../../../src/database/embedded/process-table.js';
import { DatabaseError, UsageError } from '../../../../src/errors.js';
import { Child, killChildren } from '../../../support/embedded/child-process.js';
import { isServed, postmasterPid, query, testBinaries } from '../../../support/embedded/server-facts.js';
import { isRoot, makeFolder, removeFolders } from '../../../support/embedded/this-user.js';

afterAll(async () => {
  await killChildren();
  removeFolders();
});

describe('a running ephemeral server', () => {
  let server: EmbeddedServer;
  beforeAll(async () => {
    server = await startEphemeralServer({
      ...testBinaries,
      settings: { work_mem: '5MB', 'roundtrip.note': "it's a \\ test" },
    });
  });
  afterAll(() => server.stop());

  async function show(...names: readonly string[]): Promise<readonly string[]> {
    const list = names.map((name) => `('${name}')`).join();
    const rows = await query<{ value: string }>(
      server,
      `SELECT pg_catalog.current_setting(name) AS value FROM (VALUES ${list}) AS wanted (name)`,
    );
    return rows.map(({ value }) => value);
  }

  it('listens only on 127.0.0.1, without a Unix-domain socket', async () => {
    expect(server.host).toBe('127.0.0.1');
    expect(await show('listen_addresses', 'unix_socket_directories')).toEqual(['127.0.0.1', '']);
  });

  it('has the same encoding, locale and time zone on every machine', async () => {
    const [database] = await query(
      server,
      `SELECT pg_catalog.pg_encoding_to_char(encoding) AS encoding, datcollate LIKE 'C%' AS c,
              'é' < 'f' AS linguistic, upper('é') AS upper
         FROM pg_catalog.pg_database WHERE datname = 'template1'`,
    );
    expect(database).toEqual({ encoding: 'UTF8', c: true, linguistic: false, upper: 'É' });
    expect(await show('timezone', 'log_timezone', 'lc_messages')).toEqual(['UTC', 'UTC', 'C']);
  });

  it('runs without fsync, and with wal_level = logical', async () => {
    const settings = await show('fsync', 'synchronous_commit', 'full_page_writes', 'wal_level');
    expect(settings).toEqual(['off', 'off', 'off', 'logical']);
  });

  it('accepts settings with any characters', async () => {
    expect(await show('work_mem', 'roundtrip.note')).toEqual(['5MB', "it's a \\ test"]);
  });

  it('runs as a user other than root', async () => {
    const [row] = await query<{ user: string }>(server, 'SELECT current_user AS user');
    expect(row).toEqual({ user: 'postgres' });
    const owner = execFileSync('ps', ['-o', 'uid=', '-p', String(postmasterPid(server))], {
      encoding: 'utf8',
    });
    expect(Number(owner) === 0).toBe(false);
    expect(isRoot || Number(owner) === process.getuid?.()).toBe(true);
  });

  it('rejects connections without its password, which differs from server to server', async () => {
    const other = await startEphemeralServer(testBinaries);
    await other.stop();
    expect(other.password).not.toBe(server.password);
    await expect(query({ ...server, password: other.password }, 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('does not reveal its password in a command line or log', () => {
    const processes = execFileSync('ps', ['-eww', '-o', 'args='], { encoding: 'utf8' });
    const log = readFileSync(join(dirname(server.dataDirectory), 'server.log'), 'utf8');
    expect(processes).toContain(server.dataDirectory);
    expect(processes + log).not.toContain(server.password);
    expect(log).not.toContain('SCRAM-SHA-256');
  });
});

it('an ephemeral server leaves no process and no file after stop, which can be called twice', async () => {
  const server = await startEphemeralServer(testBinaries);
  await query(server, 'CREATE TABLE t AS SELECT 1 AS one');
  const pid = postmasterPid(server);
  await Promise.all([server.stop(), server.stop()]);
  expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  expect(await isRunning(pid)).toBe(false);
});

it('an ephemeral server stops although clients are connected and busy', async () => {
  const server = await startEphemeralServer(testBinaries);
  const busy = query(server, 'SELECT pg_catalog.pg_sleep(60)');
  const refused = expect(busy).rejects.toThrow();
  await query(server, 'SELECT 1');
  await server.stop();
  await refused;
});

it('the log is part of the error if an ephemeral server does not start, and no files are left', async () => {
  const start = startEphemeralServer({ ...testBinaries, settings: { shared_buffers: 'plenty' } });
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  const { message, remedy } = error as DatabaseError;
  expect(message).toContain('invalid value for parameter "shared_buffers": "plenty"');
  expect(remedy).toContain('DATABASE_URL');
  const folder = /did not start in (\S+)/.exec(message)?.[1];
  expect(existsSync(dirname(folder ?? '/'))).toBe(false);
});

it('an unknown setting is rejected before anything is created', async () => {
  const start = startEphemeralServer({ settings: { 'port = 1\nfsync': 'on' } });
  await expect(start).rejects.toBeInstanceOf(UsageError);
});

it('an ephemeral server works in a path with spaces, quotes and non-ASCII letters', async () => {
  const folder = makeFolder(`täglich "日本" it's`);
  const child = new Child({ kind: 'ephemeral', options: testBinaries, env: { TMPDIR: folder } });
  const server = await child.server();
  expect(server.dataDirectory).toContain('täglich "日本" it\'s');
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await child.stop();
});

it('an ephemeral server does not keep its program running, and survives a Ctrl-C that the program handles', async () => {
  const child = new Child({ kind: 'ephemeral', options: testBinaries });
  const server = await child.server();
  child.interrupt();
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await child.leave()).toBe(0);
  expect(await isServed(server)).toBe(true);
  // The next start removes the server of that program.
  const next = await startEphemeralServer(testBinaries);
  expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  await next.stop();
});

it('an ephemeral server removes at its start the servers of killed processes, and no others', async () => {
  const killed = new Child({ kind: 'ephemeral', options: testBinaries });
  const alive = new Child({ kind: 'ephemeral', options: testBinaries });
  const [orphan, used] = [await killed.server(), await alive.server()];
  const pid = postmasterPid(orphan);
  await killed.kill();
  expect(await query(orphan, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  const next = await startEphemeralServer(testBinaries);
  expect(await isRunning(pid)).toBe(false);
  expect(existsSync(dirname(orphan.dataDirectory))).toBe(false);
  expect(await query(used, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await next.stop();
  await alive.stop();
});
