import type { ServerResponse } from 'node:http';
import { headersFor } from './response.js';

/** Milliseconds between two comments, which keep the connection open. */
const heartbeat = 25_000;

/** Milliseconds in which several changes become one event. */
const pause = 100;

/** Sends `changed` after each change, until the browser closes the connection. */
export function streamChanges(
  response: ServerResponse,
  onChange: (listener: () => void) => () => void,
): void {
  response.writeHead(200, headersFor({ type: 'text/event-stream' }));
  response.write(': connected\n\n');
  let waiting: NodeJS.Timeout | undefined;
  const stopListening = onChange(() => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      response.write('event: changed\ndata: {}\n\n');
    }, pause);
  });
  const beat = setInterval(() => response.write(': still here\n\n'), heartbeat);
  response.on('close', () => {
    stopListening();
    clearInterval(beat);
    clearTimeout(waiting);
  });
}
