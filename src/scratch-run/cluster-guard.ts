import { sharedRows } from '../catalog/kinds/lists.js';
import { quoteLiteral } from '../database/quote.js';
import { changesCluster } from '../sql-text/cluster-changes.js';
import { RefusedError } from '../errors.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withoutEffect } from '../database/transaction.js';
import { withSession } from '../database/with-session.js';

/**
 * Row versions of all objects outside of the scratch database, such as roles and other databases. Every change
 * creates new versions. Roles that may not read `pg_authid` cannot change it either.
 */
function versionsSql(major: number, rights: 'all' | 'limited'): string {
  const rows = sharedRows.filter(({ since = 0 }) => major >= since).map((one) => rowVersions(one, rights));
  return `
  SELECT pg_catalog.concat_ws(' ', o.kind, o.place, o.number, o.name) AS version,
    pg_catalog.concat_ws(' ', o.kind, pg_catalog.quote_ident(o.name)) AS object
  FROM (${rows.join(' UNION ALL ')}) AS o (kind, place, number, name)`;
}

function rowVersions(
  { kind, catalog, view, name = 'NULL', where = 'true' }: (typeof sharedRows)[number],
  rights: 'all' | 'limited',
): string {
  const isView = rights === 'limited' && view !== undefined;
  const version = isView ? 'NULL::pg_catalog.tid, NULL::pg_catalog.xid' : 'm.ctid, m.xmin';
  return `SELECT ${quoteLiteral(kind)}, ${version}, ${name}::pg_catalog.name
    FROM pg_catalog.${isView ? view : catalog} AS m WHERE ${where}`;
}

/**
 * A session that changes rows of these catalogs holds a lock on them until the end of the transaction, except
 * for REVOKE … ON PARAMETER, which only the session's counters show (manual, 27.2.26); these may include
 * earlier transactions.
 */
const MAY_HAVE_WRITTEN = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace
      AND c.relname = ANY ($1)
      AND (pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
          + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) > 0
        OR EXISTS (SELECT FROM pg_catalog.pg_locks l
          WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'
            AND l.mode = 'RowExclusiveLock' AND l.relation = c.oid))) AS written`;

/** What is guarded: a step of a migration, or the statements of another text. */
export interface NotedStep {
  /** For messages: `the up of 1_users`. */
  readonly label: string;
  /** Receives the objects outside of its database that the step changes, where that is allowed. */
  readonly note?: (objects: readonly OutsideObject[]) => void;
}

/** A step with its transaction mode, which decides whether it can still be rolled back. */
export interface GuardedStep extends NotedStep {
  readonly transaction: 'one' | 'none';
}

/** An object outside of the database: `role NAME` or, where less is known, `role membership`; see `isAmong`. */
export type OutsideObject = string;

/**
 * Checks on a step: `beforeCommit` where it can be rolled back, `beforeStatement` where it cannot.
 *
 * @throws RefusedError when it changes objects outside of its database, unless that is allowed
 */
export interface ClusterGuard {
  readonly changes: 'allowed' | 'refused';
  beforeCommit(session: Session, step: GuardedStep): Promise<void>;
  beforeStatement(sql: string, step: NotedStep): void;
}

export interface GuardOptions {
  /** Advice where a step was stopped. */
  readonly advice: string;
  readonly changes?: ClusterGuard['changes'];
}

/**
 * Creates the guard for changes that a scratch database cannot isolate: on a server of others, a step that
 * changes roles or tablespaces is stopped before it commits, unless that is allowed. Concurrent changes by
 * others are ignored.
 */
export async function createClusterGuard(
  database: Database,
  { advice, changes = 'refused' }: GuardOptions,
): Promise<ClusterGuard> {
  const outside = <T>(read: (session: Session) => Promise<T>) =>
    withSession(database, read, { signal: uninterruptible, searchPath: 'none' });
  const { major } = database.server;
  const query = versionsSql(major, (await outside(mayReadRoles)) ? 'all' : 'limited');
  const judge = (objects: readonly OutsideObject[], step: NotedStep) => {
    if (changes === 'refused' && objects.length > 0) throw refusal(step, advice);
    step.note?.(objects);
  };
  return {
    changes,
    beforeCommit: async (inside, step) => {
      // Statements that took effect one by one were checked one by one (`guardHooks`).
      if (step.transaction === 'none' || !(await mayHaveWritten(inside))) return;
      const views = {
        inside: () => readAsLogin(inside, query),
        outside: () => outside((session) => readVersions(session, query)),
      };
      judge(await findOwnChanges(views), step);
    },
    beforeStatement: (sql, step) => {
      judge(changesCluster(sql) ? [anything] : [], step);
    },
  };
}

/** The object of a statement whose effect is not known before it runs. */
const anything: OutsideObject = 'anything';

interface SharedObject {
  readonly kind: string;
  readonly name: string;
}

const named: ReadonlySet<string> = new Set(
  sharedRows.filter(({ name }) => name !== undefined).map(({ kind }) => kind),
);

/** Whether an object of the catalog may be one of these. */
export function isAmong(objects: ReadonlySet<OutsideObject>, { kind, name }: SharedObject): boolean {
  if (objects.has(anything)) return true;
  if (named.has(kind)) return objects.has(`${kind} ${name}`);
  // Dropping a role also drops its memberships, settings and comment.
  return objects.size > 0;
}

/** Row versions, each with its object. */
type Versions = ReadonlyMap<string, OutsideObject>;

interface ClusterViews {
  readonly inside: () => Promise<Versions>;
  readonly outside: () => Promise<Versions>;
}

/**
 * Compares views from inside and outside the transaction, alternately. A version that the transaction created
 * is visible inside before and after a view from outside that does not contain it, and the reverse holds for
 * one that it ended; neither holds for what others commit in between.
 */
async function findOwnChanges({ inside, outside }: ClusterViews): Promise<readonly OutsideObject[]> {
  const [out1, in1] = [await outside(), await inside()];
  const [out2, in2] = [await outside(), await inside()];
  const made = [...in1].filter(([version]) => in2.has(version) && !out2.has(version));
  const ended = [...out1].filter(([version]) => out2.has(version) && !in1.has(version));
  return [...new Set([...made, ...ended].map(([, object]) => object))];
}

/** The migration may have switched to a role without the privilege to read these catalogs. */
function readAsLogin(session: Session, query: string): Promise<Versions> {
  return withoutEffect(session, () => readVersions(session, query), {
    name: 'roundtrip_guard',
    first: 'RESET SESSION AUTHORIZATION',
  });
}

async function mayHaveWritten(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ written: boolean }>(MAY_HAVE_WRITTEN, [
    sharedRows.map(({ catalog }) => catalog),
  ]);
  return rows[0]?.written === true;
}

function refusal({ label }: NotedStep, advice: string): RefusedError {
  return new RefusedError(
    `${label} changes objects outside of its database: roles, memberships, tablespaces, privileges on parameters, or other databases`,
    { remedy: `It was not committed. ${advice}` },
  );
}

async function mayReadRoles(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ allowed: boolean }>(
    "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS allowed",
  );
  return rows[0]?.allowed === true;
}

async function readVersions(session: Session, query: string): Promise<Versions> {
  const { rows } = await session.query<{ version: string; object: string }>(query);
  return new Map(rows.map(({ version, object }) => [version, object]));
}
