import type { Socket } from 'node:net';
import type pg from 'pg';

/** Fields of the driver's connection that its types omit. */
interface Connected {
  readonly connection: { readonly stream: Socket };
}

/** The socket of a connected client; the one inside, where it is encrypted. */
export function socketOf(client: pg.Client): Socket {
  return (client as pg.Client & Connected).connection.stream;
}

/** Milliseconds to wait for the server to close a connection. */
const farewell = 5_000;

/** Ends a connection; where the server is silent, on this side alone. */
export async function closeClient(client: pg.Client): Promise<void> {
  const socket = socketOf(client);
  const timer = setTimeout(() => socket.destroy(), farewell);
  try {
    await client.end();
  } finally {
    clearTimeout(timer);
  }
}
