import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Session } from '../../src/database/session.js';
import { pgDumpMajor } from './pg-dump.js';
import { openTestServer, testServerUrl } from './scratch.js';

const run = promisify(execFile);

/** A method to move or rename a database. */
export interface Move {
  readonly name: string;
  /** Creates the database `to` from the database `from`, which may be removed. */
  move(admin: Session, from: string, to: string): Promise<void>;
}

export function urlOf(database: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function onDatabase<T>(database: string, action: (session: Session) => Promise<T>): Promise<T> {
  const session = await (await openTestServer()).sibling(database).connect();
  try {
    return await action(session);
  } finally {
    await session.close();
  }
}

export const renamed: Move = {
  name: 'renamed',
  move: async (admin, from, to) => {
    await admin.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  },
};

export const copied: Move = {
  name: 'copied as a template',
  move: async (admin, from, to) => {
    await admin.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
  },
};

/** Moves by dump and restore with the programs of PostgreSQL. */
function dumped(name: string, options: readonly string[]): Move {
  return {
    name,
    move: async (admin, from, to) => {
      await admin.query(`CREATE DATABASE ${to}`);
      const dump = `pg_dump ${options.join(' ')} --dbname '${urlOf(from)}'`;
      const restore = `psql --no-psqlrc --quiet --output /dev/null --set ON_ERROR_STOP=1 --dbname '${urlOf(to)}'`;
      await run('sh', ['-c', `set -e; ${dump} | ${restore}`]);
    },
  };
}

export const restored = dumped('dumped and restored', []);
export const restoredWithoutOwners = dumped('dumped and restored without owners and grants', [
  '--no-owner',
  '--no-acl',
]);

/** Returns whether pg_dump is new enough for the test server. */
export async function mayDump(): Promise<boolean> {
  return pgDumpMajor() >= (await openTestServer()).server.major;
}

/** Moves to a logical replica: the rows are replicated, and `prepare` creates the schema. */
export function replicated(prepare: (database: string) => Promise<void>): Move {
  return {
    name: 'replicated logically',
    move: async (admin, from, to) => {
      await admin.query(`CREATE DATABASE ${to}`);
      await prepare(to);
      const slot = `moved_${randomInt(1_000_000)}`;
      await onDatabase(from, async (publisher) => {
        await publisher.query('CREATE PUBLICATION moved FOR ALL TABLES');
        await publisher.query('SELECT pg_create_logical_replication_slot($1, $2)', [slot, 'pgoutput']);
      });
      await onDatabase(to, async (subscriber) => {
        await subscriber.query(
          `CREATE SUBSCRIPTION ${slot} CONNECTION '${urlOf(from)}' PUBLICATION moved WITH (create_slot = false)`,
        );
        await untilReady(subscriber);
        await subscriber.query(SET_SEQUENCES);
        await subscriber.query(`ALTER SUBSCRIPTION ${slot} DISABLE`);
        await subscriber.query(`ALTER SUBSCRIPTION ${slot} SET (slot_name = NONE)`);
        await subscriber.query(`DROP SUBSCRIPTION ${slot}`);
      });
      await onDatabase(from, (publisher) => publisher.query('DROP PUBLICATION moved'));
      await onDatabase(from, (publisher) => publisher.query('SELECT pg_drop_replication_slot($1)', [slot]));
    },
  };
}

/** Positions of sequences are not replicated (manual, 31.8 Restrictions), so they are set at the switch-over. */
const SET_SEQUENCES = `
  SELECT setval(pg_get_serial_sequence('pgmigrations', 'id'), (SELECT max(id) FROM pgmigrations)),
    setval(pg_get_serial_sequence('roundtrip.history', 'id'), (SELECT max(id) FROM roundtrip.history))`;

const NOT_READY = "SELECT FROM pg_catalog.pg_subscription_rel WHERE srsubstate <> 'r'";

async function untilReady(subscriber: Session): Promise<void> {
  while ((await subscriber.query(NOT_READY)).rows.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
}
