import type { Config } from '../config/config.js';
import { DatabaseError } from '../errors.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { drySql } from '../migrations/dry-sql.js';
import { readLadder } from '../migrations/ladder.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { planDown, planUp, refuseDisorder, type Target } from '../migrations/plan.js';
import { refuseOneWay } from '../migrations/refuse-one-way.js';

/** The SQL of one step that was not run. */
export interface PlannedStep {
  readonly name: string;
  readonly direction: Direction;
  readonly statements: readonly string[];
  readonly transaction: 'one' | 'none';
}

/**
 * Renders what a run would execute, in order, and changes nothing: no lock, no migrations table,
 * and a read-only transaction around what migrations ask of the database while they are built.
 */
export async function renderPlan(
  directions: readonly Direction[],
  target: Target,
  { database, config }: { readonly database: Database; readonly config: Config },
): Promise<readonly PlannedStep[]> {
  const files = await findMigrationFiles(config.migrations);
  const migrations = await loadMigrations(files, config.migrations);
  return withSession(database, async (session) => {
    const ladder = readLadder(files, await readApplied(session, config.migrations));
    if (config.migrations.checkOrder === 'enforced') refuseDisorder(ladder);
    const [first = 'up'] = directions;
    const planned = first === 'up' ? planUp(ladder, target) : planDown(ladder, target);
    const names = planned.map(({ name }) => name);
    const chosen = names.flatMap((name) => migrations.find((migration) => migration.name === name) ?? []);
    if (first === 'down') refuseOneWay(chosen);
    return renderSteps(directions, chosen, { session, config });
  });
}

interface RenderOptions {
  readonly session: Session;
  readonly config: Config;
}

/** Of several directions (redo) each later one takes the migrations in the opposite order. */
async function renderSteps(
  directions: readonly Direction[],
  migrations: readonly Migration[],
  options: RenderOptions,
): Promise<readonly PlannedStep[]> {
  const steps: PlannedStep[] = [];
  for (const [index, direction] of directions.entries()) {
    for (const migration of index % 2 === 0 ? migrations : migrations.toReversed()) {
      steps.push(await renderStep(migration, direction, options));
    }
  }
  return steps;
}

async function renderStep(
  migration: Migration,
  direction: Direction,
  { session, config }: RenderOptions,
): Promise<PlannedStep> {
  const { name } = migration;
  try {
    const { statements, transaction } = await drySql(session, { migration, direction }, config.migrations);
    return { name, direction, statements, transaction };
  } catch (cause) {
    throw unrenderable(name, direction, cause);
  }
}

function unrenderable(name: string, direction: Direction, cause: unknown): DatabaseError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseError(`the ${direction} of ${name} cannot be shown without running it: ${reason}`, {
    remedy:
      'While it is built it uses pgm.db, which runs at once: it may read what an earlier migration has yet to make, ' +
      'and a dry run lets it write nothing. Show the migrations before it with roundtrip up NAME --dry-run.',
    cause,
  });
}
