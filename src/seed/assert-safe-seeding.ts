import type { Config } from '../config/config.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import { readAppliedAsFiles } from '../migrations/squashed-migrations.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import type { SeedFile } from './seed-files.js';

interface SeedingContext {
  readonly config: Config;
  /** Files whose rows may exist. */
  readonly files: readonly Pick<SeedFile, 'owns'>[];
  readonly safety: 'checked' | 'forced';
}

/**
 * Pending migrations always stop the seeds, which are written for the newest schema; production
 * and rows of others do unless forced.
 * @throws RefusedError saying which of them it is
 */
export async function assertSafeSeeding(
  session: Session,
  { config, files, safety }: SeedingContext,
): Promise<void> {
  await assertNonePending(session, config);
  if (safety === 'forced') return;
  assertNotProduction(config);
  for (const { owns } of files) await assertNoForeignRows(session, owns);
}

/** @throws RefusedError in production */
export function assertNotProduction({ environment }: Config): void {
  if (environment !== 'production') return;
  throw new RefusedError('NODE_ENV is production: seeds are not intended for it', {
    remedy: 'If this database may be seeded anyway, add --force.',
  });
}

async function assertNonePending(session: Session, config: Config): Promise<void> {
  const files = await findMigrationFiles(config.migrations);
  const { applied } = await readAppliedAsFiles(session, config.migrations, files);
  const chain = readMigrationChain(files, applied);
  const pending = chain.filter(({ state }) => state === 'pending' || state === 'out-of-order');
  if (pending.length === 0) return;
  throw new RefusedError(`these migrations are pending: ${pending.map(({ name }) => name).join(', ')}`, {
    remedy: 'Apply them first: roundtrip up',
  });
}

async function assertNoForeignRows(session: Session, owns: SeedFile['owns']): Promise<void> {
  for (const [table, condition] of Object.entries(owns)) {
    const { rows } = await session.query<{ count: number }>(
      `SELECT pg_catalog.count(*)::int AS count FROM ${table} WHERE (${condition}) IS NOT TRUE`,
    );
    const count = rows[0]?.count ?? 0;
    if (count === 0) continue;
    throw new RefusedError(`${table} holds ${count} ${count === 1 ? 'row' : 'rows'} that no seed inserted`, {
      remedy: 'This does not look like a database for seeds. If it is one, add --force.',
    });
  }
}
