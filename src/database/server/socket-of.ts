import type { Socket } from 'node:net';
import type pg from 'pg';

/** What the driver keeps of a connection, which its types leave out. */
interface Connected {
  readonly connection: { readonly stream: Socket };
}

/** The socket of a connected client; the one inside, where it is encrypted. */
export function socketOf(client: pg.Client): Socket {
  return (client as pg.Client & Connected).connection.stream;
}

/** Milliseconds that a server is given to close a connection that was said goodbye to. */
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
