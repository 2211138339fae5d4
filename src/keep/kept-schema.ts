import { changeOwnObjects } from '../database/own-objects.js';
import { keptSchema } from '../database/own-schema.js';
import type { Session } from '../database/session.js';
import { isPermissionDenied } from '../database/sqlstate.js';
import { DatabaseError, messageOf } from '../errors.js';

/** The list of what is kept; the rows are in tables beside it. */
export const CREATE_KEPT = `CREATE SCHEMA ${keptSchema};

CREATE TABLE ${keptSchema}.entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migrations_table text NOT NULL,
  migration text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  kept_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  milliseconds double precision NOT NULL,
  tables json NOT NULL,
  sequences json NOT NULL
);`;

/** Read from the catalog, since naming a table of a schema without USAGE on it fails. */
const FACTS = `
  SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS "createsSchemas",
    n.oid IS NOT NULL AS "hasSchema", c.oid IS NOT NULL AS "hasEntries",
    coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false) AS usable,
    coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false) AS extensible,
    coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), false) AS readable,
    coalesce(pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE'), false) AS writable
  FROM (VALUES ('${keptSchema}')) AS s (name)
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = s.name
    LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'entry' AND c.relkind = 'r'`;

interface KeptFacts {
  readonly createsSchemas: boolean;
  readonly hasSchema: boolean;
  readonly hasEntries: boolean;
  readonly usable: boolean;
  readonly extensible: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** Whether this role can read what is kept. */
export type KeptAccess = 'none' | 'readable' | 'not readable';

export async function readKeptAccess(session: Session): Promise<KeptAccess> {
  const { hasEntries, usable, readable } = await readFacts(session);
  if (!hasEntries) return 'none';
  return usable && readable ? 'readable' : 'not readable';
}

/**
 * Checks, before anything runs, that the role can keep data.
 * @throws DatabaseError naming the privileges that it lacks
 */
export async function assertCanKeep(session: Session): Promise<void> {
  const facts = await readFacts(session);
  if (facts.hasEntries ? isUsable(facts) : canCreate(facts)) return;
  throw facts.hasSchema ? notUsable() : notCreatable('permission denied to create a schema in this database');
}

function isUsable({ usable, extensible, readable, writable }: KeptFacts): boolean {
  return usable && extensible && readable && writable;
}

function canCreate({ hasSchema, usable, extensible, createsSchemas }: KeptFacts): boolean {
  return hasSchema ? usable && extensible : createsSchemas;
}

/** Creates the schema and the list of entries where they are missing, in the open transaction. */
export async function ensureKeptSchema(session: Session): Promise<void> {
  const { hasEntries, hasSchema } = await readFacts(session);
  if (hasEntries) return;
  const sql = hasSchema ? CREATE_KEPT.replace(/^CREATE SCHEMA.*\n+/, '') : CREATE_KEPT;
  await changeOwnObjects(session, sql).catch((cause: unknown) => {
    throw isPermissionDenied(cause) ? notCreatable(messageOf(cause), cause) : cause;
  });
}

async function readFacts(session: Session): Promise<KeptFacts> {
  const [facts] = (await session.query<KeptFacts>(FACTS)).rows;
  if (!facts) throw new Error('the privileges on the kept data were not returned');
  return facts;
}

const without = 'Without --keep, the data that the step destroys is lost.';

function notCreatable(reason: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    `the schema ${keptSchema}, which would contain the kept data, cannot be created: ${reason}`,
    {
      remedy:
        'Nothing was changed. Grant the right (GRANT CREATE ON DATABASE … TO …), or have somebody who may create it ' +
        `beforehand with the SQL of docs/keep.md. ${without}`,
      cause,
    },
  );
}

function notUsable(): DatabaseError {
  return new DatabaseError(`this role has no privilege to keep data in the schema ${keptSchema}`, {
    remedy:
      `Nothing was changed. GRANT USAGE, CREATE ON SCHEMA ${keptSchema} TO …; ` +
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${keptSchema}.entry TO …; ${without}`,
  });
}
