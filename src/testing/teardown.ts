import { stopSharedServers } from './shared-server.js';

/** The global teardown of Jest: stops the server that `pg-roundtrip/testing/setup` has started. */
export default async function teardown(): Promise<void> {
  await stopSharedServers();
}
