import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError, hasCode } from '../../errors.js';
import { hasToken, isSameSecret, refusalOf } from './request-guard.js';
import { send, sendText, type Content } from './response.js';
import { streamChanges } from './event-stream.js';

/** What the server offers; it knows no other addresses, and no file by a path of a request. */
export interface StudioContent {
  /** By path; they contain nothing of the project, and need no token. */
  readonly assets: ReadonlyMap<string, Content>;
  /** The page for a path behind `/api/page`, as JSON; `undefined` if there is none. */
  readonly page: (path: string, schemaPath: string) => Promise<Content | undefined>;
  /** The schema reference, once it is rendered. */
  readonly schema: () => Content | undefined;
  /** Calls a listener after each change; returns a function that removes it. */
  readonly onChange: (listener: () => void) => () => void;
}

export interface StudioServer {
  /** With the token in its fragment, which browsers send to no server. */
  readonly url: string;
  close(): Promise<void>;
}

const address = '127.0.0.1';

/**
 * Serves the studio on 127.0.0.1 only.
 * @throws UsageError when the port is taken
 */
export async function serveStudio(content: StudioContent, port: number): Promise<StudioServer> {
  const secrets = { token: secret(), schema: secret() };
  const server = createServer((request, response) => {
    answer({ request, response, port: portOf(server) }, content, secrets).catch(() => {
      if (!response.headersSent) sendText(response, 500, 'the page could not be rendered');
      else response.end();
    });
  });
  await listen(server, port);
  return {
    url: `http://${address}:${portOf(server)}/#token=${secrets.token}`,
    close: () => close(server),
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly port: number;
}

interface Secrets {
  readonly token: string;
  /** Part of the path of the schema reference: a frame cannot send the token. */
  readonly schema: string;
}

async function answer(
  { request, response, port }: Exchange,
  content: StudioContent,
  { token, schema }: Secrets,
): Promise<void> {
  const refusal = refusalOf(request, port);
  if (refusal) {
    sendText(response, refusal.status, refusal.text);
    return;
  }
  const path = pathOf(request);
  const asset = path === undefined ? undefined : content.assets.get(path);
  if (asset) {
    send(response, 200, asset);
    return;
  }
  if (path?.startsWith('/schema/')) {
    const reference = isSameSecret(path, `/schema/${schema}`) ? content.schema() : undefined;
    sendFound(response, reference);
    return;
  }
  if (!hasToken(request, token)) {
    sendText(response, 401, 'the token is missing or wrong: open the URL that roundtrip studio printed');
    return;
  }
  if (path === '/api/events') streamChanges(response, content.onChange);
  else sendFound(response, path === undefined ? undefined : await content.page(path, `/schema/${schema}`));
}

function sendFound(response: ServerResponse, content: Content | undefined): void {
  if (content) send(response, 200, content);
  else sendText(response, 404, 'there is no such page');
}

/** The path without its query; `undefined` for a request target that is not one. */
function pathOf({ url = '' }: IncomingMessage): string | undefined {
  return /^\/[^?#]*/.exec(url)?.[0];
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  }).catch((cause: unknown) => {
    if (!hasCode(cause, 'EADDRINUSE') && !hasCode(cause, 'EACCES')) throw cause;
    throw new UsageError(`port ${port} cannot be used: it is taken, or reserved`, {
      remedy: 'Give another one with --port; --port 0 takes a free one.',
      cause,
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeAllConnections();
  await closed;
}
