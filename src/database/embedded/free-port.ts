import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { serverHost } from './server-login.js';

/** A port that the operating system has just given out, and nobody listens on. */
export async function findFreePort(): Promise<number> {
  const listener = createServer().listen({ host: serverHost, port: 0, exclusive: true });
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
