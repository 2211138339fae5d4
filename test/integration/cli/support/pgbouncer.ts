import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, chmod, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests through PgBouncer run only where it is installed, on Debian by the package `pgbouncer`. */
export const hasPgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;

export interface Pgbouncer {
  /** The URL of one of the pools. */
  url(pool: string): string;
  stop(): Promise<void>;
}

/**
 * Starts PgBouncer for one database.
 * @param pools settings of each pool by name, such as `pool_mode=transaction`
 */
export async function startPgbouncer(
  database: string,
  pools: Readonly<Record<string, string>>,
): Promise<Pgbouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-pgbouncer-'));
  await chmod(folder, 0o755);
  const port = await findFreePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, configuration(database, { pools, port }));
  // PgBouncer refuses to run as root.
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const bouncer = spawn('pgbouncer', ['--quiet', file], { ...account, stdio: 'ignore' });
  const ended = new Promise((resolve) => bouncer.once('exit', resolve));
  await untilListening(port);
  return {
    url: (pool) => `postgres://anybody@127.0.0.1:${port}/${pool}`,
    stop: async () => {
      bouncer.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function configuration(
  database: string,
  { pools, port }: { readonly pools: Readonly<Record<string, string>>; readonly port: number },
): string {
  const { hostname, port: serverPort, username, password, pathname } = new URL(database);
  const secret = password === '' ? '' : `password='${decodeURIComponent(password)}'`;
  const server = `host=${hostname} port=${serverPort} dbname=${pathname.slice(1)} user=${username} ${secret}`;
  return [
    '[databases]',
    ...Object.entries(pools).map(([name, settings]) => `${name} = ${server} ${settings}`),
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'auth_type = any',
    'unix_socket_dir =',
    '',
  ].join('\n');
}

function findFreePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`pgbouncer does not listen on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
