import type { MigrationsConfig } from '../config/config.js';
import { DatabaseError } from '../errors.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';

/** The schemas of the search path, quoted. */
export function searchPathOf({ schemas }: MigrationsConfig): string {
  return schemas.map(quoteIdentifier).join(', ');
}

export function migrationsTableOf({ tableSchema, table }: MigrationsConfig): string {
  return quoteQualified(tableSchema, table);
}

const TABLE_EXISTS = `
  SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

export async function hasMigrationsTable(session: Session, config: MigrationsConfig): Promise<boolean> {
  const { rows } = await session.query(TABLE_EXISTS, [config.tableSchema, config.table]);
  return rows.length > 0;
}

/**
 * Creates what node-pg-migrate would create before its first migration: configured schemas and
 * the migrations table, with the columns that it expects.
 * @throws DatabaseError when the role may not
 */
export async function prepareDatabase(session: Session, config: MigrationsConfig): Promise<void> {
  if (await hasMigrationsTable(session, config)) return;
  try {
    for (const schema of config.createSchemas) {
      await session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
    }
    await session.query(
      `CREATE TABLE ${migrationsTableOf(config)} ` +
        '(id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)',
    );
  } catch (cause) {
    throw cannotCreate(config, cause);
  }
}

function cannotCreate({ tableSchema, table }: MigrationsConfig, cause: unknown): DatabaseError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseError(`the migrations table ${tableSchema}.${table} cannot be created: ${reason}`, {
    remedy: `The role needs CREATE on the schema: GRANT CREATE, USAGE ON SCHEMA ${tableSchema} TO …; or use --migrations-schema.`,
    cause,
  });
}
