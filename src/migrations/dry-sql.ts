import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { sqlOf, type RunStatement } from './engine.js';
import { searchPathOf } from './prepare-database.js';
import type { Step } from './step.js';

/** Statements of a step, and whether it runs in a transaction. */
export interface DrySql {
  readonly statements: readonly string[];
  /** Queries sent while the statements were built (`pgm.db`). */
  readonly asked: readonly string[];
  readonly transaction: 'one' | 'none';
}

/**
 * Builds the statements of a step without running them, in a read-only transaction for its queries.
 * @throws errors of the migration's code, and the driver's error if it tries to write
 */
export async function drySql(
  session: Session,
  { migration, direction }: Step,
  config: MigrationsConfig,
): Promise<DrySql> {
  const asked: string[] = [];
  const run: RunStatement = (statement, values) => {
    asked.push(typeof statement === 'string' ? statement : statement.text);
    return session.query(statement, values);
  };
  await session.query(`BEGIN READ ONLY; SET LOCAL search_path TO ${searchPathOf(config)}`);
  try {
    return { ...(await sqlOf(migration, { direction, config, run, ending: session.ending })), asked };
  } finally {
    await session.query('ROLLBACK');
  }
}
