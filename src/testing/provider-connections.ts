import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withDirectoryLock } from '../database/embedded/directory-lock.js';
import { UnexpectedError } from '../errors.js';
import { ProviderConnection } from './connection.js';
import type { Environment } from './options.js';
import { openProviderPlace, readAddress, type ProviderPlace } from './provider-place.js';

/** One for each project that this process tests. */
const connections = new Map<string, Promise<ProviderConnection>>();

/** Returns the connection of this process to the provider of a project, which is started if there is none. */
export async function connectToProvider(cwd: string, env: Environment): Promise<ProviderConnection> {
  const known = connections.get(cwd);
  if (known !== undefined && (await known.catch(() => undefined))?.isOpen) return known;
  // Another call may have replaced it meanwhile.
  if (connections.get(cwd) !== known) return connectToProvider(cwd, env);
  const connecting = findOrStart(cwd, env);
  connections.set(cwd, connecting);
  return connecting;
}

/** The existing connection to the provider of a project, if any. */
export async function findConnection(cwd: string): Promise<ProviderConnection | undefined> {
  return connections.get(cwd)?.catch(() => undefined);
}

async function findOrStart(cwd: string, env: Environment): Promise<ProviderConnection> {
  const place = await openProviderPlace(cwd);
  return (
    (await connectTo(place)) ??
    withDirectoryLock(place.lock, async () => (await connectTo(place)) ?? start(place, { cwd, env }))
  );
}

async function connectTo(place: ProviderPlace): Promise<ProviderConnection | undefined> {
  const address = await readAddress(place);
  return address && ProviderConnection.open(address);
}

interface Start {
  readonly cwd: string;
  readonly env: Environment;
}

/** Starts a provider that outlives this process: others of the same test run use it, too. */
async function start(place: ProviderPlace, options: Start): Promise<ProviderConnection> {
  const log = await open(place.log, 'w', 0o600);
  try {
    await untilReady(launch(place, log.fd, options));
  } finally {
    await log.close();
  }
  const connection = await connectTo(place);
  if (connection !== undefined) return connection;
  const output = (await readFile(place.log, 'utf8')).trim();
  throw new UnexpectedError(`the process that keeps the test databases did not start: ${output}`, {
    remedy: `Its output is in ${place.log}.`,
  });
}

/** In a process group of its own, so that Ctrl-C in a terminal does not end it before it has cleaned up. */
function launch(place: ProviderPlace, log: number, { cwd, env }: Start): ChildProcess {
  const program = fileURLToPath(new URL('provider/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, place.folder], {
    cwd,
    env: ownVariables(env),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', log],
  });
  child.unref();
  return child;
}

/** Variables that the system needs. Those of the tests come with each call. */
const needed =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|TMP|TEMP|LANG|LC_\w+|TZ|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|COMSPEC|NODE_EXTRA_CA_CERTS)$/i;

function ownVariables(env: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)));
}

/** The provider writes a line when it can be reached. */
async function untilReady(child: ChildProcess): Promise<void> {
  const { stdout } = child;
  if (stdout === null) return;
  await Promise.race([once(stdout, 'data'), once(stdout, 'close'), once(child, 'error')]);
  stdout.destroy();
}
