import type { MigratedDatabaseOptions } from './options.js';
import { startSharedServer, stopSharedServers } from './shared-server.js';

/**
 * The global setup of Jest and Vitest: starts the server before the first test file, and keeps it until the
 * last one has ended. Vitest calls the returned function then; Jest needs `pg-roundtrip/testing/teardown`.
 * @param options those of `withMigratedDatabase`; test frameworks pass their own configuration, which is ignored
 */
export default async function setup(
  options: MigratedDatabaseOptions | object = {},
): Promise<() => Promise<void>> {
  await startSharedServer(isOwn(options) ? options : {}, { ...process.env });
  return stopSharedServers;
}

function isOwn(options: object): options is MigratedDatabaseOptions {
  return (
    Object.getPrototypeOf(options) === Object.prototype && !('rootDir' in options) && !('config' in options)
  );
}
