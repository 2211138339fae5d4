import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import type { LockWaitNote } from '../database/lock-wait-note.js';
import { keptSchema } from '../database/own-schema.js';
import type { Database, Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError } from '../errors.js';
import { findByName } from '../migrations/find-by-name.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import { dropKeptTables, keptName, readEntries } from './entries.js';
import type { KeptEntry, KeptTable } from './kept-entry.js';
import { readKeptAccess } from './kept-schema.js';

/** Which entries are deleted. */
export type KeptSelection =
  | { readonly kind: 'all' }
  /** Name or number of a migration. */
  | { readonly kind: 'migration'; readonly name: string }
  | { readonly kind: 'older'; readonly milliseconds: number };

export interface DropOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly waiting?: (note: LockWaitNote) => void;
}

/**
 * Deletes kept data, in one transaction under the migration lock.
 * @throws UsageError when nothing is kept of the migration
 */
export function dropEntries(
  selection: KeptSelection,
  { database, config, signal, waiting }: DropOptions,
): Promise<readonly KeptEntry[]> {
  return withMigrationLock(database, { wait: config.limits.lockWait, signal, waiting }, () =>
    withSession(
      database,
      (session) =>
        withTransaction(session, async () => {
          const chosen = select(await readAllEntries(session, config), selection);
          for (const { tables } of chosen) await dropKeptTables(session, tables);
          const ids = chosen.map(({ id }) => id);
          if (ids.length > 0)
            await session.query(`DELETE FROM ${keptSchema}.entry AS e WHERE e.id = ANY ($1)`, [ids]);
          return chosen;
        }),
      statementLimits(config.limits),
    ),
  );
}

function select(entries: readonly KeptEntry[], selection: KeptSelection): readonly KeptEntry[] {
  switch (selection.kind) {
    case 'all':
      return entries;
    case 'migration': {
      const names = [...new Set(entries.map(({ migration }) => migration))].map((name) => ({ name }));
      const { name } = findByName(names, selection.name);
      return entries.filter(({ migration }) => migration === name);
    }
    case 'older': {
      const limit = Date.now() - selection.milliseconds;
      return entries.filter(({ keptAt }) => Date.parse(keptAt) < limit);
    }
  }
}

/** Reads what is kept, with the rows of moved tables counted. */
export async function listEntries(session: Session, config: Config): Promise<readonly KeptEntry[]> {
  const listed: KeptEntry[] = [];
  for (const entry of await readAllEntries(session, config)) {
    const tables: KeptTable[] = [];
    for (const table of entry.tables)
      tables.push({ ...table, rows: table.rows ?? (await count(session, table)) });
    listed.push({ ...entry, tables });
  }
  return listed;
}

/** @throws DatabaseError when the role may not read what is kept */
async function readAllEntries(session: Session, { migrations }: Config): Promise<readonly KeptEntry[]> {
  if ((await readKeptAccess(session)) === 'not readable') {
    throw new DatabaseError(`this role has no privilege to read the schema ${keptSchema}`, {
      remedy: `GRANT USAGE ON SCHEMA ${keptSchema} TO …; GRANT SELECT ON ALL TABLES IN SCHEMA ${keptSchema} TO …;`,
    });
  }
  return readEntries(session, migrations);
}

async function count(session: Session, table: KeptTable): Promise<number> {
  const { rows } = await session.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ONLY ${keptName(table)} AS k`,
  );
  return Number(rows[0]?.count ?? 0);
}
