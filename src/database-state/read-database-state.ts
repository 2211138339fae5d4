import { ChangedMeanwhile } from '../catalog/model/changed-meanwhile.js';
import { readCatalog } from '../catalog/read/read-catalog.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { MigrationsConfig } from '../config/config.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Database, ServerInfo, Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { withTransaction } from '../database/transaction.js';
import { DatabaseError } from '../errors.js';
import { readApplied, type AppliedMigration } from '../migrations/bookkeeping.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import { unreadableFor, type UnreadableAttribute } from './unreadable.js';
import { readDefaultPrivileges, type DefaultPrivileges } from './default-privileges.js';
import { readOtherMigrations, type OtherMigrations } from './other-migrations.js';
import { readRoleFacts, type RoleFacts } from './role-facts.js';

/** A live database, as seen by a read-only transaction. */
export interface DatabaseState {
  readonly server: ServerInfo;
  /** `host:port/name`. */
  readonly label: string;
  /** The role that reads. */
  readonly role: RoleFacts;
  readonly catalog: Snapshot;
  /** Labels of what the catalog's readers do not read, such as large objects. */
  readonly notCompared: readonly string[];
  readonly applied: readonly AppliedMigration[];
  /** Other projects that migrate the same database, where requested. */
  readonly others: readonly OtherMigrations[];
  readonly unreadable: readonly UnreadableAttribute[];
  readonly defaults: DefaultPrivileges;
}

export interface ReadDatabaseStateOptions {
  readonly config: MigrationsConfig;
  readonly limits?: SessionOptions;
  /** Names of migrations tables of others; other projects are searched for only where this is set. */
  readonly others?: readonly string[];
}

/** Number of attempts to read from one snapshot, before each statement sees the state of its time. */
const snapshotReads = 3;

/**
 * Reads everything of a live database that is compared: in a session that may not write, in one transaction,
 * so that a concurrent migration is seen completely or not at all. Where others keep dropping objects, no
 * snapshot can be read to the end: then each statement sees the state of its time.
 *
 * @throws DatabaseError when the role has no privilege to read the migrations table
 */
export function readDatabaseState(
  database: Database,
  { config, limits = {}, others }: ReadDatabaseStateOptions,
): Promise<DatabaseState> {
  const read = async (session: Session): Promise<DatabaseState> => {
    await session.query('SET default_transaction_read_only = on');
    const within = (isolation: string) =>
      withTransaction(session, () => readDatabaseStateIn(session, { database, config, others }), {
        begin: `BEGIN ISOLATION LEVEL ${isolation} READ ONLY`,
      });
    for (let number = 1; number <= snapshotReads; number += 1) {
      const state = await unlessChanged(() => within('REPEATABLE READ'));
      if (state) return state;
    }
    return within('READ COMMITTED');
  };
  return withSession(database, read, { ...limits, pipelining: 'on', searchPath: 'none' });
}

/** Returns `undefined` where the snapshot contains objects that were dropped: a new one is needed. */
async function unlessChanged<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return undefined;
    throw error;
  }
}

export interface DatabaseStateInOptions extends Pick<ReadDatabaseStateOptions, 'config'> {
  readonly database: Database;
  readonly others?: ReadDatabaseStateOptions['others'] | undefined;
}

/** Reads the state in the session's open transaction on that database, including its uncommitted changes. */
export async function readDatabaseStateIn(
  session: Session,
  { database, config, others: named }: DatabaseStateInOptions,
): Promise<DatabaseState> {
  const role = await readRoleFacts(session, config);
  if (!role.mayReadMigrations) throw notReadable(role, config);
  const { objects, notCompared } = await readCatalog(session, {
    readIn: 'open transaction',
    migrationsTable: migrationsTable(config),
  });
  return {
    server: database.server,
    label: database.label,
    role,
    catalog: objects,
    notCompared,
    applied: await readApplied(session, config),
    others: named ? await readOtherMigrations(session, { config, named }) : [],
    unreadable: unreadableFor(role),
    defaults: await readDefaultPrivileges(session),
  };
}

function notReadable({ name }: RoleFacts, config: MigrationsConfig): DatabaseError {
  const table = migrationsTableOf(config);
  return new DatabaseError(`role ${name} has no privilege to read the migrations table ${table}`, {
    remedy: `GRANT USAGE ON SCHEMA ${config.tableSchema} TO ${name}; GRANT SELECT ON ${table} TO ${name};`,
  });
}
