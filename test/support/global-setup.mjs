import process from 'node:process';
import { startEphemeralServer } from '../../dist/database/embedded/embedded-server.js';
import { startCommandHosts } from './command-hosts.mjs';

/** What all integration tests share: a server, and processes that run the command. */
export default async function globalSetup() {
  await Promise.all([useServer(), useCommandHosts()]);
}

/** The server of TEST_DATABASE_URL, or an embedded one. */
async function useServer() {
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

/** None with ROUNDTRIP_TEST_PROCESSES: then each run of the command is a process of its own. */
async function useCommandHosts() {
  if (process.env.ROUNDTRIP_TEST_PROCESSES) return;
  const hosts = await startCommandHosts();
  process.env.ROUNDTRIP_TEST_HOSTS = hosts.address;
  globalThis.stopCommandHosts = () => hosts.stop();
}
