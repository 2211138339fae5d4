import { startEphemeralServer } from '../../src/database/embedded/embedded-server.js';
import { testBinaries } from './embedded/server-facts.js';

/**
 * Puts the tests of a file on a server of their own: whoever makes roles makes them for every database of
 * a server, where tests that compare whole catalogs would meet them. To be awaited before anything else.
 * @returns what stops it, for an `afterAll` behind all others
 */
export async function useOwnTestServer(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) return () => Promise.resolve();
  const server = await startEphemeralServer(testBinaries);
  const { user, password, host, port } = server;
  process.env.ROUNDTRIP_TEST_SERVER = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  return () => server.stop();
}
