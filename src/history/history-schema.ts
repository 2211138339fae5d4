import { DatabaseError } from '../errors.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';

/** Version of the tables below; a later one is upgraded from it. */
export const historyVersion = 1;

/** What `docs/history.md` shows, for those who make it beforehand as another role. */
export const CREATE_HISTORY = `CREATE SCHEMA roundtrip;

CREATE TABLE roundtrip.version (version integer NOT NULL);
INSERT INTO roundtrip.version VALUES (${historyVersion});

CREATE TABLE roundtrip.history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attempt uuid NOT NULL,
  migrations_table text NOT NULL,
  migration text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  outcome text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  milliseconds double precision NOT NULL,
  login_role text NOT NULL,
  role text NOT NULL,
  host text NOT NULL,
  application text NOT NULL,
  tool_version text NOT NULL,
  transaction text NOT NULL CHECK (transaction IN ('one', 'none')),
  applied_id integer,
  file_hash text,
  sql_hash text,
  source json,
  change json,
  detail json
);

CREATE TABLE roundtrip.statement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attempt uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'completed')),
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  sql text NOT NULL
);

CREATE FUNCTION roundtrip.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'roundtrip.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roundtrip.history
  FOR EACH STATEMENT EXECUTE FUNCTION roundtrip.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roundtrip.statement
  FOR EACH STATEMENT EXECUTE FUNCTION roundtrip.refuse_change();
`;

/** Asked of the catalog, since naming a table of a schema that one may not use fails. */
const FACTS = `
  SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable, c.oid IS NOT NULL AS "hasTable",
         pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
         pg_catalog.has_table_privilege(c.oid, 'INSERT') AS writable
  FROM pg_catalog.pg_namespace AS n
    LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'history'
  WHERE n.nspname = 'roundtrip'`;

interface Facts {
  readonly usable: boolean;
  readonly hasTable: boolean;
  readonly readable: boolean | null;
  readonly writable: boolean | null;
}

/**
 * Whether there is a history that this role may read; false where there is none.
 * @throws DatabaseError when there is one that may not be read, or that a later version made
 */
export async function hasHistory(session: Session): Promise<boolean> {
  const facts = await readFacts(session);
  if (!facts?.hasTable) return false;
  if (!facts.usable || !facts.readable) throw notAllowed('read', 'SELECT');
  await refuseLaterVersion(session);
  return true;
}

/**
 * Makes the history where it is missing.
 * @throws DatabaseError when the role may not, with what to grant
 */
export async function ensureHistory(session: Session): Promise<void> {
  const facts = await readFacts(session);
  if (!facts?.hasTable) {
    await createHistory(session);
    return;
  }
  if (!facts.usable || !facts.readable || !facts.writable) throw notAllowed('written', 'SELECT, INSERT');
  await refuseLaterVersion(session);
}

async function readFacts(session: Session): Promise<Facts | undefined> {
  return (await session.query<Facts>(FACTS)).rows[0];
}

async function createHistory(session: Session): Promise<void> {
  try {
    await withTransaction(session, () => session.query(CREATE_HISTORY));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(`the history (schema roundtrip) cannot be created: ${reason}`, {
      remedy:
        'Grant the right (GRANT CREATE ON DATABASE … TO …), or have somebody who may create it beforehand with the SQL ' +
        'of docs/history.md. --no-history runs without: then a rollback is not verified.',
      cause,
    });
  }
}

function notAllowed(what: 'read' | 'written', privileges: string): DatabaseError {
  return new DatabaseError(`the history (schema roundtrip) may not be ${what} by this role`, {
    remedy:
      `GRANT USAGE ON SCHEMA roundtrip TO …; GRANT ${privileges} ON ALL TABLES IN SCHEMA roundtrip TO …; ` +
      'or run without it: --no-history.',
  });
}

async function refuseLaterVersion(session: Session): Promise<void> {
  const { rows } = await session.query<{ version: number }>('SELECT v.version FROM roundtrip.version AS v');
  const version = Math.max(0, ...rows.map((row) => row.version));
  if (version <= historyVersion) return;
  throw new DatabaseError(`the history is of version ${version}, this roundtrip knows ${historyVersion}`, {
    remedy: 'Use the newer version of roundtrip that wrote it.',
  });
}
