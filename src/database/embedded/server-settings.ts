import { chmod, writeFile } from 'node:fs/promises';
import { UsageError } from '../../errors.js';
import type { Cluster } from './cluster.js';

/** Server settings by name, as in postgresql.conf but not quoted. */
export type ServerSettings = Readonly<Record<string, string>>;

/** Settings of every server. It listens only on local TCP, because paths of sockets are limited in length. */
const commonSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'roundtrip',
  // Publications and subscriptions behave as on a server that replicates.
  wal_level: 'logical',
};

/** For data that may be lost with the machine: nothing waits for the disk, nothing runs beside. */
export const disposableSettings: ServerSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  jit: 'off',
  max_connections: '100',
  shared_buffers: '32MB',
};

export async function writeSettings(
  cluster: Cluster,
  settings: ServerSettings & { readonly port: string },
): Promise<void> {
  await writeFile(cluster.settingsFile, renderSettings({ ...commonSettings, ...settings }));
  // Read by the server's account, whatever the umask; there is no secret in it.
  await chmod(cluster.settingsFile, 0o644);
}

/** @throws UsageError for a name that cannot be a setting's */
export function assertSettings(settings: ServerSettings): void {
  for (const name of Object.keys(settings)) {
    if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name)) {
      throw new UsageError(`"${name}" is not the name of a PostgreSQL setting`);
    }
  }
}

/** The settings as lines of postgresql.conf. */
export function renderSettings(settings: ServerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${quoteSetting(value)}\n`)
    .join('');
}

/** Manual, "Setting Parameters": quotes are doubled, and backslashes escape as in C. */
function quoteSetting(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')}'`;
}
