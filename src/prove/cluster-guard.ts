import { RefusedError } from '../errors.js';
import type { Session } from '../database/session.js';
import type { Step } from '../migrations/run-step.js';

/**
 * A number over everything outside of the scratch database: roles, memberships, tablespaces, other
 * databases, settings, and comments on them. Every change makes new row versions.
 */
const CLUSTER = `
  SELECT coalesce(pg_catalog.sum(pg_catalog.hashtextextended(o.version, 0)), 0)::text AS fingerprint FROM (
    SELECT 'role ' || a.ctid || ' ' || a.xmin FROM pg_catalog.pg_authid a
    UNION ALL SELECT 'member ' || m.ctid || ' ' || m.xmin FROM pg_catalog.pg_auth_members m
    UNION ALL SELECT 'tablespace ' || t.ctid || ' ' || t.xmin FROM pg_catalog.pg_tablespace t
    UNION ALL SELECT 'setting ' || s.ctid || ' ' || s.xmin FROM pg_catalog.pg_db_role_setting s
      WHERE s.setdatabase <> (SELECT d.oid FROM pg_catalog.pg_database d
        WHERE d.datname = pg_catalog.current_database())
    UNION ALL SELECT 'database ' || d.ctid || ' ' || d.xmin FROM pg_catalog.pg_database d
      WHERE d.datname <> pg_catalog.current_database() AND d.datname !~ '^roundtrip_scratch_'
    UNION ALL SELECT 'comment ' || d.ctid || ' ' || d.xmin FROM pg_catalog.pg_shdescription d
      WHERE d.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass
  ) o (version)`;

/** Those who may not read pg_authid cannot change it either, but for memberships that they administer. */
const VISIBLE_CLUSTER = CLUSTER.replace('pg_catalog.pg_authid', 'pg_catalog.pg_roles').replace(
  "'role ' || a.ctid || ' ' || a.xmin",
  "'role ' || a.oid || ' ' || a.rolname",
);

/** Checks on a step: `beforeCommit` where it can be undone, `beforeStatement` where it cannot. */
export interface ClusterGuard {
  beforeCommit(session: Session, step: Step): Promise<void>;
  beforeStatement(sql: string, step: Step): void;
}

/** Outside of a transaction only the text tells in time. */
const clusterStatement = /\b(create|alter|drop)\s+(role|user|group|tablespace|database)\b(?!\s+mapping)/i;

/**
 * Watches for what a scratch database cannot confine: on somebody's server a step that changes
 * roles or tablespaces is stopped before it commits.
 */
export async function createClusterGuard(session: Session): Promise<ClusterGuard> {
  const query = (await mayReadRoles(session)) ? CLUSTER : VISIBLE_CLUSTER;
  const before = await readFingerprint(session, query);
  return {
    beforeCommit: async (inside, step) => {
      if ((await readFingerprint(inside, query)) !== before) throw refusal(step);
    },
    beforeStatement: (sql, step) => {
      if (clusterStatement.test(sql)) throw refusal(step);
    },
  };
}

function refusal({ migration, direction }: Step): RefusedError {
  return new RefusedError(
    `the ${direction} of ${migration.name} changes what lies outside of its database: roles, memberships, tablespaces, or other databases`,
    {
      remedy:
        'It was stopped before it committed. Prove on a server of its own with --embedded, ' +
        'or allow it on this one with --allow-cluster-changes.',
    },
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
