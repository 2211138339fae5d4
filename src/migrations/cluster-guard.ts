import { catalogText } from '../database/text-conversion.js';
import { RefusedError } from '../errors.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import type { Step } from './step.js';

/**
 * A number over everything outside of the scratch database: roles, memberships, tablespaces, other
 * databases, settings, and comments on them. Every change makes new row versions.
 */
const CLUSTER = `
  SELECT ${catalogText('coalesce(pg_catalog.sum(pg_catalog.hashtextextended(o.version, 0)), 0)')} AS fingerprint FROM (
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
  ) o (version)`;

/** Those who may not read pg_authid cannot change it either, but for memberships that they administer. */
const VISIBLE_CLUSTER = CLUSTER.replace('pg_catalog.pg_authid', 'pg_catalog.pg_roles').replace(
  "pg_catalog.concat('role ', a.ctid, ' ', a.xmin)",
  "pg_catalog.concat('role ', a.oid, ' ', a.rolname)",
);

/**
 * Whoever changes a row of these catalogs holds this lock on them until the end of the transaction,
 * which also tells our changes from those that others make at the same time.
 */
const HAS_WRITTEN = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks l
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
      AND l.relation = ANY (ARRAY['pg_catalog.pg_authid', 'pg_catalog.pg_auth_members',
        'pg_catalog.pg_tablespace', 'pg_catalog.pg_db_role_setting', 'pg_catalog.pg_database',
        'pg_catalog.pg_shdescription']::pg_catalog.regclass[])) AS written`;

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
const clusterStatement = /\b(create|alter|drop)\s+(role|user|group|tablespace|database)\b(?!\s+mapping)/i;

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
  const query = (await outside(mayReadRoles)) ? CLUSTER : VISIBLE_CLUSTER;
  const atStart = await outside((session) => readFingerprint(session, query));
  return {
    beforeCommit: async (inside, step) => {
      const { transaction } = step;
      if (transaction === 'one' && !(await hasWritten(inside))) return;
      const expected =
        transaction === 'one' ? await outside((session) => readFingerprint(session, query)) : atStart;
      if ((await readAsLogin(inside, query)) !== expected) throw refusal(step, { transaction, advice });
    },
    beforeStatement: (sql, step) => {
      if (clusterStatement.test(sql)) throw refusal(step, { transaction: 'one', advice });
    },
  };
}

/** The migration may have taken on a role that is not allowed to look. */
async function readAsLogin(session: Session, query: string): Promise<string> {
  await session.query('SAVEPOINT roundtrip_guard; RESET SESSION AUTHORIZATION');
  const fingerprint = await readFingerprint(session, query);
  await session.query('ROLLBACK TO SAVEPOINT roundtrip_guard; RELEASE SAVEPOINT roundtrip_guard');
  return fingerprint;
}

async function hasWritten(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ written: boolean }>(HAS_WRITTEN);
  return rows[0]?.written === true;
}

interface Circumstances extends Pick<GuardedStep, 'transaction'> {
  readonly advice: string;
}

function refusal({ migration, direction }: Step, { transaction, advice }: Circumstances): RefusedError {
  const state =
    transaction === 'one'
      ? 'It was stopped before it committed.'
      : 'It runs without a transaction, so the change stays: undo it by hand.';
  return new RefusedError(
    `the ${direction} of ${migration.name} changes what lies outside of its database: roles, memberships, tablespaces, or other databases`,
    { remedy: `${state} ${advice}` },
  );
}

async function mayReadRoles(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ allowed: boolean }>(
    "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS allowed",
  );
  return rows[0]?.allowed === true;
}

async function readFingerprint(session: Session, query: string): Promise<string> {
  const { rows } = await session.query<{ fingerprint: string }>(query);
  return rows[0]?.fingerprint ?? '';
}
