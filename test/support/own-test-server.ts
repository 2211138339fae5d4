import { startEphemeralServer } from '../../src/database/embedded/embedded-server.js';
import { testBinaries } from './embedded/server-facts.js';

/**
 * Runs the tests of a file on a separate server: all databases of a server share its roles, so that other tests
 * that compare whole catalogs would find them. Must be awaited before anything else.
 * @returns a function that stops the server, for an `afterAll` after all others
 */
export async function useOwnTestServer(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) return () => Promise.resolve();
  const server = await startEphemeralServer(testBinaries);
  const { user, password, host, port } = server;
  process.env.ROUNDTRIP_TEST_SERVER = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  return () => server.stop();
}
