import { parseConnectionUrl } from '../../src/config/connection.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { withScratchDatabases, type ScratchDatabases } from '../../src/database/scratch.js';
import { openServer } from '../../src/database/server/open-server.js';
import type { Database, Session } from '../../src/database/session.js';

/** The server that test/support/global-setup.ts started, or that of TEST_DATABASE_URL. */
export function testServerUrl(): string {
  const url = process.env.ROUNDTRIP_TEST_SERVER;
  if (!url) throw new Error('no test server: run jest with its global setup');
  return url;
}

export function openTestServer(): Promise<Database> {
  return openServer({
    connection: parseConnectionUrl(testServerUrl(), 'ROUNDTRIP_TEST_SERVER'),
    kind: 'server',
    signal: uninterruptible,
    pooler: 'refused',
  });
}

/** Major version of the test server. */
export async function testServerMajor(): Promise<number> {
  return (await openTestServer()).server.major;
}

export interface Scratch {
  readonly database: Database;
  /** A session on the scratch database. */
  readonly session: Session;
  /** Connection URL of the scratch database, for commands in other processes. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty scratch database on the test server; the caller drops it, usually in `afterAll`. */
export async function createScratch(): Promise<Scratch> {
  const held = await hold(await openTestServer());
  const database = await held.scratch.create();
  const session = await database.connect();
  const url = new URL(testServerUrl());
  url.pathname = `/${database.name}`;
  const drop = async () => {
    await session.close();
    await held.release();
  };
  return { database, session, url: url.href, drop };
}

/** Keeps the callback of `withScratchDatabases` open until the test releases it. */
async function hold(server: Database) {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let ended: Promise<void> = Promise.resolve();
  const scratch = await new Promise<ScratchDatabases>((resolve, reject) => {
    ended = withScratchDatabases(server, async (databases) => {
      resolve(databases);
      await released;
    });
    ended.catch(reject);
  });
  return { scratch, release: () => (release(), ended) };
}
