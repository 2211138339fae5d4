import { readFile } from 'node:fs/promises';
import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { drySql } from '../migrations/dry-sql.js';
import type { Direction, Migration } from '../migrations/migration.js';

/** The text of the files of a migration, in which the tables that it concerns are named. */
export async function fileTexts({ path, downPath }: Migration): Promise<readonly string[]> {
  return Promise.all(
    [path, ...(downPath === undefined ? [] : [downPath])].map((file) => readFile(file, 'utf8')),
  );
}

/** The statements that a migration would send in both directions, as far as they can be told without running it. */
export async function plannedSql(
  session: Session,
  migration: Migration,
  config: MigrationsConfig,
): Promise<readonly string[]> {
  const [up, down] = [
    await stepSql(session, { migration, direction: 'up' }, config),
    await stepSql(session, { migration, direction: 'down' }, config),
  ];
  return [...up, ...down];
}

/** Code that needs what an earlier statement makes cannot be run dry: then anything may happen. */
async function stepSql(
  session: Session,
  step: { readonly migration: Migration; readonly direction: Direction },
  config: MigrationsConfig,
): Promise<readonly string[]> {
  if (step.direction === 'down' && !hasDown(step.migration)) return [];
  try {
    return (await drySql(session, step, config)).statements;
  } catch {
    return ['DO $$ BEGIN END $$'];
  }
}

/** Whether a migration can be rolled back, according to its file. */
export function hasDown({ down }: Migration): boolean {
  return down.kind === 'written' || down.kind === 'inferred';
}
