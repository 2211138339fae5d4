import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DatabaseError } from '../../errors.js';
import type { Binaries } from './binaries.js';
import {
  clusterUser,
  makeClusterFolder,
  makePassword,
  writePassword,
  type Cluster,
  type Durability,
} from './cluster.js';
import { useServerInstead } from './embedded-error.js';
import type { Installation } from './installation.js';
import { runProgram } from './run-program.js';
import { giveTo } from './server-account.js';

export interface ClusterRequest extends Installation {
  readonly durability: Durability;
}

/** The options of initdb that make out what kind of cluster it makes. */
export function initdbOptions({ major }: Binaries, durability: Durability): readonly string[] {
  return [
    `--username=${clusterUser}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--text-search-config=english',
    '--lc-messages=C',
    '--no-instructions',
    // From 17 PostgreSQL has a C.UTF-8 of its own, the same everywhere.
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(durability === 'durable' ? [] : disposableOptions(major)),
  ];
}

/** From 16 initdb takes settings, which hold while it runs. */
function disposableOptions(major: number): readonly string[] {
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=32MB'];
  return ['--no-sync', ...(major >= 16 ? settings.map((setting) => `--set=${setting}`) : [])];
}

/**
 * Makes a cluster with `initdb`: UTF8, a locale that is the same on every machine, passwords
 * required. On failure the caller removes the folder.
 * @throws DatabaseError that quotes initdb
 */
export async function createCluster(request: ClusterRequest): Promise<void> {
  const { cluster, account, durability } = request;
  const password = makePassword();
  await makeClusterFolder(cluster, account);
  await writePassword(cluster, { password, durability });
  await makeDataFolder(request);
  await withPasswordFile({ request, password }, (file) => initialise(request, file));
  await includeSettings(request);
}

async function includeSettings({ cluster, durability }: ClusterRequest): Promise<void> {
  const line = `include '../${basename(cluster.settingsFile)}'\n`;
  await appendFile(join(cluster.data, 'postgresql.conf'), line, { flush: durability === 'durable' });
}

async function makeDataFolder({ cluster, account }: ClusterRequest): Promise<void> {
  await mkdir(cluster.data, { mode: 0o700 });
  await giveTo(account, cluster.data);
}

/** The password reaches initdb through a file: a command line would show it to everybody. */
async function withPasswordFile(
  { request, password }: { readonly request: ClusterRequest; readonly password: string },
  action: (file: string) => Promise<void>,
): Promise<void> {
  const file = join(request.cluster.folder, 'initdb-password');
  try {
    await writeFile(file, password, { mode: 0o600, flag: 'wx' });
    await giveTo(request.account, file);
    await action(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Tries the locales in turn: not every C library has C.UTF-8. */
async function initialise(request: ClusterRequest, passwordFile: string): Promise<void> {
  const locales = process.platform === 'win32' ? ['C'] : ['C.UTF-8', 'C'];
  for (const locale of locales) {
    const { exitCode, output } = await runInitdb(request, { passwordFile, locale });
    if (exitCode === 0) return;
    if (!isUnknownLocale(output) || locale === locales.at(-1)) throw cannotCreate(request.cluster, output);
  }
}

async function runInitdb(
  { cluster, binaries, account, durability }: ClusterRequest,
  { passwordFile, locale }: { readonly passwordFile: string; readonly locale: string },
): ReturnType<typeof runProgram> {
  const options = initdbOptions(binaries, durability);
  const place = [`--pgdata=${cluster.data}`, `--pwfile=${passwordFile}`, `--locale=${locale}`];
  return runProgram({ file: binaries.initdb, args: [...place, ...options], account, cwd: cluster.folder });
}

function isUnknownLocale(output: string): boolean {
  return /invalid locale (name|settings)/.test(output);
}

function cannotCreate(cluster: Cluster, output: string): DatabaseError {
  return new DatabaseError(`initdb could not create a cluster in ${cluster.folder}:\n${output.trim()}`, {
    remedy: `Fix the cause reported by initdb, or ${useServerInstead}`,
  });
}
