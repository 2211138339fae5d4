import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { serverHost } from './server-login.js';

/** Returns a free port from the operating system. */
export async function findFreePort(): Promise<number> {
  const listener = createServer().listen({ host: serverHost, port: 0, exclusive: true });
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
