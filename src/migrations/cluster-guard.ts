import { RefusedError } from '../errors.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { withTransaction } from '../database/transaction.js';
import { StatementScope } from './statement-scope.js';
import type { PlacedStatement, Step } from './step.js';

/** Since PostgreSQL 15. */
function parameters(major: number): string {
  if (major < 15) return '';
  return "UNION ALL SELECT pg_catalog.concat('parameter ', p.ctid, ' ', p.xmin) FROM pg_catalog.pg_parameter_acl p";
}

/**
 * The row versions of everything outside of the scratch database: roles, memberships, tablespaces, privileges on
 * parameters, other databases, settings, and comments on them. Every change makes new ones.
 */
const cluster = (major: number): string => `
  SELECT o.version FROM (
    SELECT pg_catalog.concat('role ', a.ctid, ' ', a.xmin) FROM pg_catalog.pg_authid a
    UNION ALL SELECT pg_catalog.concat('member ', m.ctid, ' ', m.xmin) FROM pg_catalog.pg_auth_members m
    UNION ALL SELECT pg_catalog.concat('tablespace ', t.ctid, ' ', t.xmin) FROM pg_catalog.pg_tablespace t
    UNION ALL SELECT pg_catalog.concat('setting ', s.ctid, ' ', s.xmin) FROM pg_catalog.pg_db_role_setting s
      WHERE s.setdatabase NOT IN (SELECT d.oid FROM pg_catalog.pg_database d
        WHERE d.datname ~ '^roundtrip_scratch_')
    UNION ALL SELECT pg_catalog.concat('database ', d.ctid, ' ', d.xmin) FROM pg_catalog.pg_database d
      WHERE d.datname !~ '^roundtrip_scratch_'
    UNION ALL SELECT pg_catalog.concat('comment ', d.ctid, ' ', d.xmin) FROM pg_catalog.pg_shdescription d
      WHERE d.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass
    ${parameters(major)}
  ) o (version)`;

/** Those who may not read pg_authid cannot change it either, but for memberships that they administer. */
const visibleCluster = (major: number): string =>
  cluster(major)
    .replace('pg_catalog.pg_authid', 'pg_catalog.pg_roles')
    .replace(
      "pg_catalog.concat('role ', a.ctid, ' ', a.xmin)",
      "pg_catalog.concat('role ', a.oid, ' ', a.rolname)",
    );

/** Whoever changes a row of these catalogs holds this lock on them until the end of the transaction. */
const HAS_WRITTEN = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks l
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
      AND l.relation IN (SELECT c.oid FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace
          AND c.relname IN ('pg_authid', 'pg_auth_members', 'pg_tablespace', 'pg_db_role_setting',
            'pg_database', 'pg_shdescription', 'pg_parameter_acl'))) AS written`;

/** A step together with whether it still can be undone. */
export interface GuardedStep extends Step {
  readonly transaction: 'one' | 'none';
}

/** Checks on a step: `beforeCommit` where it can be undone, `beforeStatement` where it cannot. */
export interface ClusterGuard {
  beforeCommit(session: Session, step: GuardedStep): Promise<void>;
  beforeStatement(sql: string, step: Step): void;
}

/** Outside of a transaction only the text tells in time. */
const clusterStatement =
  /\b(create|alter|drop)\s+(role|user|group|tablespace|database)\b(?!\s+mapping)|^\s*(grant|revoke)\b[^;]*\bon\s+parameter\b/im;

const adviceToProve =
  'Prove on a server of its own with --embedded, or allow it on this one with --allow-cluster-changes.';

/**
 * Watches for what a scratch database cannot confine: on somebody's server a step that changes
 * roles or tablespaces is stopped before it commits. `advice` says what to do then.
 */
export async function createClusterGuard(
  database: Database,
  { advice = adviceToProve }: { readonly advice?: string } = {},
): Promise<ClusterGuard> {
  const outside = <T>(read: (session: Session) => Promise<T>) =>
    withSession(database, read, { interruption: uninterruptible, searchPath: 'none' });
  const { major } = database.server;
  const query = (await outside(mayReadRoles)) ? cluster(major) : visibleCluster(major);
  return {
    beforeCommit: async (inside, step) => {
      // Statements that took effect one by one were looked at one by one (`guardedPlace`).
      if (step.transaction === 'none' || !(await hasWritten(inside))) return;
      const views = {
        inside: () => readAsLogin(inside, query),
        outside: () => outside((session) => readVersions(session, query)),
      };
      if (await isOwnChange(views)) throw refusal(step, advice);
    },
    beforeStatement: (sql, step) => {
      if (clusterStatement.test(sql)) throw refusal(step, advice);
    },
  };
}

interface ClusterViews {
  readonly inside: () => Promise<ReadonlySet<string>>;
  readonly outside: () => Promise<ReadonlySet<string>>;
}

/**
 * Looks from both sides in turns: what the transaction made shows inside before and after a look from outside
 * that does not show it, and what it ended the other way round. What others commit in between does neither.
 */
async function isOwnChange({ inside, outside }: ClusterViews): Promise<boolean> {
  const [out1, in1] = [await outside(), await inside()];
  const [out2, in2] = [await outside(), await inside()];
  const isMade = [...in1].some((version) => in2.has(version) && !out2.has(version));
  return isMade || [...out1].some((version) => out2.has(version) && !in1.has(version));
}

/**
 * For steps without a transaction: each statement that can have one of its own is looked at before that commits.
 * @throws RefusedError when it changes what lies outside of its database
 */
export function guardedPlace(
  guard: ClusterGuard,
  step: Step,
  session: Session,
): (statement: PlacedStatement, send: () => Promise<void>) => Promise<'ran'> {
  const scope = new StatementScope();
  return async ({ sql }, send) => {
    if (scope.canHaveTransaction(sql)) {
      await withTransaction(session, async () => {
        await send();
        await guard.beforeCommit(session, { ...step, transaction: 'one' });
      });
    } else await send();
    return 'ran';
  };
}

/** The migration may have taken on a role that is not allowed to look. */
async function readAsLogin(session: Session, query: string): Promise<ReadonlySet<string>> {
  await session.query('SAVEPOINT roundtrip_guard; RESET SESSION AUTHORIZATION');
  const versions = await readVersions(session, query);
  await session.query('ROLLBACK TO SAVEPOINT roundtrip_guard; RELEASE SAVEPOINT roundtrip_guard');
  return versions;
}

async function hasWritten(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ written: boolean }>(HAS_WRITTEN);
  return rows[0]?.written === true;
}

function refusal({ migration, direction }: Step, advice: string): RefusedError {
  return new RefusedError(
    `the ${direction} of ${migration.name} changes what lies outside of its database: roles, memberships, tablespaces, privileges on parameters, or other databases`,
    { remedy: `It was stopped before it committed. ${advice}` },
  );
}

async function mayReadRoles(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ allowed: boolean }>(
    "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS allowed",
  );
  return rows[0]?.allowed === true;
}

async function readVersions(session: Session, query: string): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ version: string }>(query);
  return new Set(rows.map(({ version }) => version));
}
