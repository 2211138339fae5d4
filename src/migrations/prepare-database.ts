import type { MigrationsConfig } from '../config/config.js';
import { DatabaseError, messageOf } from '../errors.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import { isPermissionDenied, sqlStateOf, sqlStates } from '../database/sqlstate.js';
import type { Session } from '../database/session.js';
import { changeOwnObjects } from '../database/own-objects.js';

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

const MISSING_SCHEMAS = `
  SELECT s.name FROM pg_catalog.unnest($1::text[]) AS s (name)
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = s.name)`;

/**
 * Creates what node-pg-migrate would create before its first migration: configured schemas and
 * the migrations table, with the columns that it expects.
 * @throws DatabaseError when the role may not
 */
export async function prepareDatabase(session: Session, config: MigrationsConfig): Promise<void> {
  await createMissingSchemas(session, config);
  if (await hasMigrationsTable(session, config)) return;
  try {
    await changeOwnObjects(
      session,
      `CREATE TABLE ${migrationsTableOf(config)} ` +
        '(id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)',
    );
  } catch (cause) {
    throw cannotCreate(config, cause);
  }
}

/** Checks for the schema first: `IF NOT EXISTS` requires the privilege even if the schema exists. */
async function createMissingSchemas(session: Session, { createSchemas }: MigrationsConfig): Promise<void> {
  if (createSchemas.length === 0) return;
  const { rows } = await session.query<{ name: string }>(MISSING_SCHEMAS, [createSchemas]);
  for (const { name } of rows) {
    await changeOwnObjects(session, `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`);
  }
}

function cannotCreate(config: MigrationsConfig, cause: unknown): DatabaseError {
  const message = messageOf(cause);
  const remedy = remedyFor(config, cause);
  return new DatabaseError(
    `the migrations table ${config.tableSchema}.${config.table} cannot be created: ${message}`,
    { ...(remedy === undefined ? {} : { remedy }), cause },
  );
}

function remedyFor({ tableSchema }: MigrationsConfig, cause: unknown): string | undefined {
  if (isPermissionDenied(cause))
    return `The role needs CREATE on the schema: GRANT CREATE, USAGE ON SCHEMA ${tableSchema} TO …; or use --migrations-schema.`;
  return sqlStateOf(cause) === sqlStates.invalidSchemaName
    ? `Create it first (CREATE SCHEMA ${tableSchema}), or set "create-schema" in the configuration file.`
    : undefined;
}
