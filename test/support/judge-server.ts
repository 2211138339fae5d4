import { randomInt } from 'node:crypto';
import { parseConnectionUrl } from '../../src/config/connection.js';
import { prepareBinaries } from '../../src/database/embedded/binaries.js';
import { startEphemeralServer } from '../../src/database/embedded/embedded-server.js';
import { findServerAccount } from '../../src/database/embedded/find-account.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { openServer } from '../../src/database/server/open-server.js';
import type { Database, Session } from '../../src/database/session.js';
import { withSession } from '../../src/database/with-session.js';
import { testBinaries } from './embedded/server-facts.js';

/** One database, with its URL for pg_dump. */
export interface JudgedDatabase {
  readonly session: Session;
  readonly url: string;
}

/**
 * A server that no other test uses: pg_dump sees only committed changes, and other tests would find committed
 * roles in the catalogs that they read.
 */
export interface JudgeServer {
  readonly major: number;
  /** Runs `action` on a new database, and then removes the roles and role settings that it has created. */
  withDatabase<T>(action: (judged: JudgedDatabase) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Major version of the server that `startJudgeServer` starts. */
export async function judgeServerMajor(): Promise<number> {
  const account = await findServerAccount();
  return (await prepareBinaries({ folder: testBinaries.binaries, account })).major;
}

export async function startJudgeServer(): Promise<JudgeServer> {
  const server = await startEphemeralServer(testBinaries);
  const { user, password, host, port } = server;
  const url = new URL(`postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`);
  const database = await openServer({
    connection: parseConnectionUrl(url.href, 'the judge'),
    kind: 'server',
    signal: uninterruptible,
    pooler: 'refused',
  });
  const admin = await database.connect();
  return {
    major: database.server.major,
    withDatabase: (action) => withDatabase({ admin, database, url }, action),
    stop: async () => {
      await admin.close();
      await server.stop();
    },
  };
}

interface Place {
  readonly admin: Session;
  readonly database: Database;
  readonly url: URL;
}

async function withDatabase<T>(
  { admin, database, url }: Place,
  action: (judged: JudgedDatabase) => Promise<T>,
): Promise<T> {
  const name = `judged_${randomInt(0x7fff_ffff)}`;
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const place = new URL(url);
  place.pathname = `/${name}`;
  try {
    return await withSession(database.sibling(name), async (session) => {
      try {
        return await action({ session, url: place.href });
      } finally {
        await session.query('ROLLBACK; RESET ROLE');
        await dropSubscriptions(session);
      }
    });
  } finally {
    await admin.query(`DROP DATABASE ${name} (FORCE)`);
    await dropRoles(admin);
  }
}

/** Drops subscriptions, since a database with one cannot be dropped. */
async function dropSubscriptions(session: Session): Promise<void> {
  const { rows } = await session.query<{ statement: string }>(
    `SELECT pg_catalog.format('DROP SUBSCRIPTION %I', s.subname) AS statement
     FROM pg_catalog.pg_subscription AS s JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid
     WHERE d.datname = pg_catalog.current_database()`,
  );
  for (const { statement } of rows) await session.query(statement);
}

async function dropRoles(admin: Session): Promise<void> {
  const { rows } = await admin.query<{ names: string | null }>(
    `SELECT pg_catalog.string_agg(pg_catalog.quote_ident(r.rolname), ', ') AS names
     FROM pg_catalog.pg_roles AS r WHERE r.oid >= 16384`,
  );
  await admin.query('ALTER ROLE ALL RESET ALL');
  await admin.query('ALTER ROLE CURRENT_USER RESET ALL');
  if (rows[0]?.names) await admin.query(`DROP ROLE ${rows[0].names}`);
}
