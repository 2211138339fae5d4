import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';

/** The role of a session and its privileges. Names are quoted where SQL requires it. */
export interface RoleFacts {
  readonly name: string;
  /** The role that runs the migrations: the owner of their table, or this role if there is no table yet. */
  readonly runner: string;
  readonly isSuperuser: boolean;
  readonly mayReadMigrations: boolean;
  readonly mayCreateDatabases: boolean;
  readonly seesPasswords: boolean;
  readonly seesSubscriptions: boolean;
}

/**
 * On a standby, or in a session that is read-only by default, no databases can be created, whatever the
 * role's privileges.
 */
const FACTS = `
  SELECT pg_catalog.quote_ident(r.rolname) AS name,
         coalesce(pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m.relowner)),
           pg_catalog.quote_ident(r.rolname)) AS runner,
         r.rolsuper AS "isSuperuser",
         m.oid IS NULL OR (pg_catalog.has_schema_privilege(m.relnamespace, 'USAGE')
           AND pg_catalog.has_table_privilege(m.oid, 'SELECT')) AS "mayReadMigrations",
         (r.rolcreatedb OR r.rolsuper) AND NOT pg_catalog.pg_is_in_recovery()
           AND (SELECT s.reset_val FROM pg_catalog.pg_settings s
             WHERE s.name = 'default_transaction_read_only') = 'off' AS "mayCreateDatabases",
         pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS "seesPasswords",
         pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')
           AS "seesSubscriptions"
  FROM pg_catalog.pg_roles r
    LEFT JOIN LATERAL (
      SELECT c.oid, c.relowner, c.relnamespace
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2) m ON true
  WHERE r.rolname = current_user`;

export async function readRoleFacts(
  session: Session,
  { tableSchema, table }: MigrationsConfig,
): Promise<RoleFacts> {
  const { rows } = await session.query<RoleFacts>(FACTS, [tableSchema, table]);
  const [facts] = rows;
  if (!facts) throw new Error('the current role is not in pg_roles');
  return facts;
}
