import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import type { Direction } from './migration.js';
import { hasMigrationsTable, migrationsTableOf } from './prepare-database.js';

/** One row of the migrations table. */
export interface AppliedMigration {
  /** Number of the row. */
  readonly id: number;
  readonly name: string;
  /** ISO 8601 in UTC, as far as the column, which has no time zone, was filled in UTC. */
  readonly appliedAt: string;
}

/** Reads the applied migrations, oldest first; empty if there is no migrations table yet. */
export async function readApplied(
  session: Session,
  config: MigrationsConfig,
): Promise<readonly AppliedMigration[]> {
  if (!(await hasMigrationsTable(session, config))) return [];
  const { rows } = await session.query<AppliedMigration>(
    `SELECT id, name, pg_catalog.to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "appliedAt"
     FROM ${migrationsTableOf(config)} ORDER BY run_on, id`,
  );
  return rows;
}

/** Records a migration as run, or as rolled back, without running it. */
export async function recordOnly(
  session: Session,
  config: MigrationsConfig,
  { name, direction }: { readonly name: string; readonly direction: Direction },
): Promise<void> {
  const table = migrationsTableOf(config);
  const statement =
    direction === 'up'
      ? `INSERT INTO ${table} (name, run_on) VALUES ($1, pg_catalog.now())`
      : `DELETE FROM ${table} WHERE name = $1`;
  await session.query(statement, [name]);
  if (direction === 'up') await keepOrder(session, config, name);
}

/**
 * Puts a migration that was just recorded last. `run_on` has no time zone and node-pg-migrate fills
 * it in that of its session: rows from a zone east of ours would otherwise come after it for hours,
 * and be rolled back first. Both tools order by `run_on`, then by `id`.
 */
export async function keepOrder(session: Session, config: MigrationsConfig, name: string): Promise<void> {
  const table = migrationsTableOf(config);
  const last = `(SELECT pg_catalog.max(l.run_on) FROM ${table} l)`;
  await session.query(`UPDATE ${table} SET run_on = ${last} WHERE name = $1 AND run_on < ${last}`, [name]);
}
