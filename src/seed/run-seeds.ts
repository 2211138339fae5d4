import { performance } from 'node:perf_hooks';
import type { Config } from '../config/config.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { applySeedFiles } from './apply-seed-files.js';
import { assertSafeSeeding } from './assert-safe-seeding.js';
import { loadSeedSet } from './seed-files.js';

/** Changes of one table by seeding. */
export interface SeededTable {
  /** Qualified, quoted where needed: `public.users`. */
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

export interface SeedReport {
  readonly set: string;
  readonly files: readonly string[];
  /** Tables whose rows changed, by name; empty when everything was there already. */
  readonly tables: readonly SeededTable[];
  readonly milliseconds: number;
}

export interface SeedOptions {
  readonly database: Database;
  readonly config: Config;
  readonly set: string;
  /** `forced` skips the questions whether this database may be seeded. */
  readonly safety: 'checked' | 'forced';
}

/**
 * Runs a seed set in the order of its files, in one transaction.
 * @throws RefusedError when migrations are pending, in production, or among rows of others
 * @throws DatabaseError naming the file that failed; then nothing was changed
 */
export async function runSeeds({ database, config, set, safety }: SeedOptions): Promise<SeedReport> {
  const files = await loadSeedSet({ directory: config.seedsDirectory, set });
  const started = performance.now();
  return withSession(database, (session) => {
    const beforeFiles = () => assertSafeSeeding(session, { config, files, safety });
    return applySeedFiles(session, { files, config: config.migrations, beforeFiles }, async () => {
      const tables = await readChanges(session);
      const names = files.map(({ name }) => name);
      return { set, files: names, tables, milliseconds: performance.now() - started };
    });
  });
}

/** Counts of this transaction alone (manual, 27.2 pg_stat_xact_user_tables). */
const CHANGES = `
  SELECT pg_catalog.format('%I.%I', s.schemaname, s.relname) AS "table",
         s.n_tup_ins::int AS inserted, s.n_tup_upd::int AS updated, s.n_tup_del::int AS deleted
  FROM pg_catalog.pg_stat_xact_user_tables s
  WHERE s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
  ORDER BY 1`;

async function readChanges(session: Session): Promise<readonly SeededTable[]> {
  const { rows } = await session.query<SeededTable>(CHANGES);
  return rows;
}
