import type { Session } from '../src/database/session.js';
import { interleave } from './measure.js';

/** Number of rows written at a time. */
const batch = 20_000;

/** New rows for each table, of new users at the end of the three years. */
const PREPARE = `
  INSERT INTO users (email, full_name, password_hash, created_at)
    SELECT 'batch' || n || '@example.com', 'Batch', 'x', '2026-01-15' FROM generate_series(1, ${batch / 5}) AS n;
  CREATE TEMPORARY TABLE batch_users AS
    SELECT 'new' || n || '@example.com' AS email, 'New' AS full_name, 'x' AS password_hash,
           CASE WHEN n % 50 = 0 THEN timestamptz '2026-01-15' END AS deletion_requested_at
    FROM generate_series(1, ${batch}) AS n;
  CREATE TEMPORARY TABLE batch_profile_privacy_settings AS
    SELECT u.id AS user_id, f.name AS field_name, true AS is_public
    FROM users AS u, unnest(ARRAY['email', 'bio', 'location', 'website', 'profile_picture']) AS f (name)
    WHERE u.email LIKE 'batch%';
  CREATE TEMPORARY TABLE batch_notification_preferences AS
    SELECT u.id AS user_id, 'email' AS channel, c.name AS category, c.name <> 'marketing' AS enabled
    FROM users AS u, unnest(ARRAY['account_activity', 'product_updates', 'marketing', 'messages', 'updates']) AS c (name)
    WHERE u.email LIKE 'batch%';
  CREATE TEMPORARY TABLE batch_profile_audit_log AS
    SELECT l.user_id, l.action, l.changes_json, l.ip_address, l.user_agent,
           timestamptz '2026-01-15' + row_number() OVER () * interval '1 second' AS created_at
    FROM (SELECT * FROM profile_audit_log ORDER BY hashint4(id) LIMIT ${batch}) AS l;
  ANALYZE users`;

interface IndexRow {
  readonly name: string;
  readonly table: string;
  readonly size: string;
}

/** The indexes that do not implement a constraint. */
const INDEXES = `
  SELECT i.relname AS name, t.relname AS "table", pg_size_pretty(pg_relation_size(i.oid)) AS size
  FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid
  WHERE t.relname IN ('users', 'profile_privacy_settings', 'notification_preferences', 'profile_audit_log')
    AND NOT x.indisunique
  ORDER BY t.relname, i.relname`;

/** Measures the size of each index, and the rows per second that its table accepts with and without it. */
export async function measureWrites(session: Session): Promise<readonly (readonly string[])[]> {
  const { rows: indexes } = await session.query<IndexRow>(INDEXES);
  await session.query(PREPARE);
  const lines: (readonly string[])[] = [];
  for (const { name, table, size } of indexes) {
    const { kept = 0, dropped = 0 } = await interleave(7, {
      kept: () => write(session, table, ''),
      dropped: () => write(session, table, `DROP INDEX ${name};`),
    });
    const cost = `${((kept / dropped - 1) * 100).toFixed(0)} %`;
    lines.push([`\`${name}\``, size, rate(kept), rate(dropped), cost]);
  }
  return lines;
}

async function write(session: Session, table: string, change: string): Promise<void> {
  const { rows } = await session.query<{ columns: string }>(
    `SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) AS columns FROM pg_attribute AS a
     WHERE a.attrelid = 'batch_${table}'::regclass AND a.attnum > 0`,
  );
  const columns = rows[0]?.columns ?? '';
  await session.query(
    `BEGIN; ${change} INSERT INTO ${table} (${columns}) SELECT ${columns} FROM batch_${table}; ROLLBACK`,
  );
}

function rate(milliseconds: number): string {
  return Math.round(batch / (milliseconds / 1000)).toLocaleString('en-US');
}
