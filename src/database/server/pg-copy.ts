import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFromStream, to as copyToStream } from 'pg-copy-streams';
import type { CopySink } from '../session.js';

export interface Copying {
  readonly client: pg.Client;
  /** Asks the server to cancel what the client's backend runs. */
  readonly cancel: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Waits for the sink before it reads on, so that memory stays flat however much the server sends. */
export async function copyOut(
  statement: string,
  sink: CopySink,
  { client, cancel }: Copying,
): Promise<number> {
  const stream = client.query(copyToStream(statement));
  try {
    // Destroying the stream would leave its connection paused for ever.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) await sink(chunk as Buffer);
  } catch (error) {
    if (!stream.destroyed) await abandon(stream, { client, cancel });
    throw error;
  }
  return stream.rowCount;
}

/** The cancellation may come late and hit the next statement, so there is one for it to hit. */
async function abandon(stream: Readable, { client, cancel }: Omit<Copying, 'signal'>): Promise<void> {
  const ended = finished(stream).catch(() => undefined);
  stream.resume();
  await cancel().catch(() => undefined);
  await ended;
  await client.query('SELECT').catch(() => undefined);
}

export async function copyIn(
  statement: string,
  source: AsyncIterable<Buffer>,
  { client, signal }: Copying,
): Promise<number> {
  const stream = client.query(copyFromStream(statement));
  await pipeline(Readable.from(source, { objectMode: false }), stream, { signal });
  return stream.rowCount;
}
