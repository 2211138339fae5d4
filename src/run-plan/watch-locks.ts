import { catalogText } from '../database/text-conversion.js';
import type { Session } from '../database/session.js';
import { isStronger, parseLockMode } from '../database/lock-modes.js';
import type { PlannedLock } from './run-plan.js';

/** Lockable relations by OID, read beforehand: within a transaction that drops a relation its name is gone. */
const TABLES = `
  SELECT ${catalogText('c.oid')} AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND NOT (n.nspname = $1 AND c.relname = $2)`;

const OWN_LOCKS = `
  SELECT ${catalogText('l.relation')} AS oid, l.mode FROM pg_catalog.pg_locks AS l
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted`;

export interface NamedTable {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

/** Reads all tables but the migrations table. */
export async function readTables(
  session: Session,
  migrationsTable: { readonly schema: string; readonly name: string },
): Promise<ReadonlyMap<string, NamedTable>> {
  const { schema, name } = migrationsTable;
  const { rows } = await session.query<NamedTable>(TABLES, [schema, name]);
  return new Map(rows.map((table) => [table.oid, table]));
}

/** Records the strongest lock on each of the tables. */
export class LockRecorder {
  readonly #tables: ReadonlyMap<string, NamedTable>;
  readonly #strongest = new Map<string, PlannedLock>();

  constructor(tables: ReadonlyMap<string, NamedTable>) {
    this.#tables = tables;
  }

  /** Reads the locks of the open transaction, which keeps all of them to its end. */
  async readLocks(session: Session, migration: string): Promise<void> {
    const { rows } = await session.query<{ oid: string; mode: string }>(OWN_LOCKS);
    for (const { oid, mode: serverName } of rows) {
      const table = this.#tables.get(oid);
      const mode = parseLockMode(serverName);
      if (!table || !mode) continue;
      const known = this.#strongest.get(oid);
      if (known && !isStronger(mode, known.mode)) continue;
      this.#strongest.set(oid, { schema: table.schema, name: table.name, mode, migration });
    }
  }

  /** In the order of their names. */
  get locks(): readonly PlannedLock[] {
    const key = ({ schema, name }: PlannedLock) => JSON.stringify([schema, name]);
    return [...this.#strongest.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
}
