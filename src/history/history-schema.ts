import { catalogText } from '../database/text-conversion.js';
import { ownTableList } from '../database/own-schema.js';
import { DatabaseError, messageOf } from '../errors.js';
import { isPermissionDenied } from '../database/sqlstate.js';
import type { Session } from '../database/session.js';
import { changeOwnObjects } from '../database/own-objects.js';

/** Version of the tables below; a later one is upgraded from it. */
export const historyVersion = 1;

const CREATE_SCHEMA = 'CREATE SCHEMA roundtrip;';

/** Its triggers also fire in sessions that replicate, where others do not. */
const CREATE_TABLES = `CREATE TABLE roundtrip.version (version integer NOT NULL);
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
  detail json,
  transaction_id xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id()
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
ALTER TABLE roundtrip.history ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE roundtrip.statement ENABLE ALWAYS TRIGGER append_only;`;

/** The SQL shown in `docs/history.md`, for creating the schema beforehand as another role. */
export const CREATE_HISTORY = `${CREATE_SCHEMA}\n\n${CREATE_TABLES}`;

/** Asked of the catalog, since naming a table of a schema that one may not use fails. */
const FACTS = `
  SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable, coalesce(o.complete, false) AS complete,
         o.readable, o.writable, o."foreignRelations"
  FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL (
    SELECT pg_catalog.bool_or(c.relname = 'history') AS complete,
           pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT')) FILTER (WHERE c.ours) AS readable,
           pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'INSERT'))
             FILTER (WHERE c.ours AND c.relname <> 'version') AS writable,
           coalesce(pg_catalog.array_agg(${catalogText('c.oid::pg_catalog.regclass')} ORDER BY c.relname)
             FILTER (WHERE c.relname NOT IN (${ownTableList})), '{}') AS "foreignRelations"
    FROM (SELECT r.oid, r.relname, r.relname IN ('version', 'history', 'statement') AS ours
      FROM pg_catalog.pg_class AS r
      WHERE r.relnamespace = n.oid AND r.relkind IN ('r', 'p', 'v', 'm', 'f')) AS c) AS o
  WHERE n.nspname = 'roundtrip'`;

interface Facts {
  readonly usable: boolean;
  readonly complete: boolean;
  readonly readable: boolean | null;
  readonly writable: boolean | null;
  /** Relations in the schema that are not the history's. */
  readonly foreignRelations: readonly string[];
}

/** Whether a history exists and is readable by this role. */
export type HistoryAccess = 'none' | 'readable' | 'not readable';

/** @throws DatabaseError when a later version made it */
export async function readHistoryAccess(session: Session): Promise<HistoryAccess> {
  const facts = await readFacts(session);
  if (!facts?.complete) return 'none';
  if (!facts.usable || !facts.readable) return 'not readable';
  await assertKnownVersion(session);
  return 'readable';
}

/**
 * Whether a history exists.
 * @throws DatabaseError when it is not readable, or was created by a later version
 */
export async function hasHistory(session: Session): Promise<boolean> {
  const access = await readHistoryAccess(session);
  if (access === 'not readable') throw notAllowed('read', 'SELECT');
  return access === 'readable';
}

/**
 * Creates the history if it is missing; the schema may exist already if it is empty.
 * @throws DatabaseError naming the privileges that the role lacks
 */
export async function ensureHistory(session: Session): Promise<void> {
  const facts = await readFacts(session);
  if (!facts?.complete) {
    await createHistory(session, facts);
    return;
  }
  if (!facts.usable || !facts.readable || !facts.writable) throw notAllowed('write', 'SELECT, INSERT');
  await assertKnownVersion(session);
}

async function readFacts(session: Session): Promise<Facts | undefined> {
  return (await session.query<Facts>(FACTS)).rows[0];
}

async function createHistory(session: Session, facts: Facts | undefined): Promise<void> {
  if (facts && facts.foreignRelations.length > 0) {
    throw new DatabaseError(
      `schema "roundtrip" already exists and contains other relations: ${facts.foreignRelations.join(', ')}`,
      { remedy: `Rename that schema. ${without}` },
    );
  }
  try {
    await changeOwnObjects(session, facts ? CREATE_TABLES : CREATE_HISTORY);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new DatabaseError(`the history (schema roundtrip) cannot be created: ${reason}`, {
      remedy: isPermissionDenied(cause) ? `${grantIt} ${without}` : without,
      cause,
    });
  }
}

const grantIt =
  'Grant the right (GRANT CREATE ON DATABASE … TO …), or have somebody who may create it beforehand with the SQL of docs/history.md.';

const without = 'With --no-history, up, down and redo run without it; then no rollback is verified.';

function notAllowed(what: 'read' | 'write', privileges: string): DatabaseError {
  return new DatabaseError(`this role has no privilege to ${what} the history (schema roundtrip)`, {
    remedy:
      'GRANT USAGE ON SCHEMA roundtrip TO …; ' +
      `GRANT ${privileges} ON ALL TABLES IN SCHEMA roundtrip TO …; ${without}`,
  });
}

async function assertKnownVersion(session: Session): Promise<void> {
  const { rows } = await session.query<{ version: number }>('SELECT v.version FROM roundtrip.version AS v');
  const version = Math.max(0, ...rows.map((row) => row.version));
  if (version <= historyVersion) return;
  throw new DatabaseError(
    `the history has version ${version}; this version of roundtrip supports ${historyVersion}`,
    {
      remedy: 'Use the newer version of roundtrip that created it.',
    },
  );
}
