import process from 'node:process';
import { startEphemeralServer } from '../../dist/database/embedded/embedded-server.js';

/** One server for all integration tests: that of TEST_DATABASE_URL, or an embedded one. */
export default async function globalSetup() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    process.env.ROUNDTRIP_TEST_SERVER = given;
    return;
  }
  const binaries = process.env.ROUNDTRIP_TEST_BINARIES;
  const server = await startEphemeralServer(binaries ? { binaries } : {});
  const { user, password, host, port } = server;
  process.env.ROUNDTRIP_TEST_SERVER = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  globalThis.stopTestServer = () => server.stop();
}
