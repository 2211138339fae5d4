import { randomUUID } from 'node:crypto';
import type { MigrationsConfig } from '../config/config.js';
import { readLogin } from '../database/as-login.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import type { NewEntry } from '../history/history-entry.js';
import { ensureHistory } from '../history/history-schema.js';
import { recordChange } from '../history/recorded-change.js';
import { writeEntry } from '../history/write-entry.js';
import { recordOnly } from '../migrations/bookkeeping.js';
import { hashSource, hashStatements, readSource } from '../migrations/migration-source.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import type { ReplayedStep } from '../scratch-run/replay.js';

export interface BaselineRecord {
  readonly config: MigrationsConfig;
  /** The migrations to record, in order, with their steps on the scratch database. */
  readonly steps: readonly ReplayedStep[];
  /** Names that are already in the migrations table. */
  readonly applied: ReadonlySet<string>;
  /** Major version of the server. */
  readonly major: number;
}

/**
 * Writes rows for all of them to the migrations table and the history, or none.
 * @throws DatabaseError when the role may not create one of the two that is missing
 */
export async function recordBaseline(session: Session, record: BaselineRecord): Promise<void> {
  const { config, steps, applied } = record;
  await prepareDatabase(session, config);
  await ensureHistory(session);
  const login = await readLogin(session);
  await withTransaction(session, async () => {
    for (const step of steps) {
      const { name } = step.result.migration;
      if (!applied.has(name)) await recordOnly(session, config, { name, direction: 'up' });
      await writeEntry(session, config, await entryOf(step, { login, major: record.major }));
    }
  });
}

interface Circumstances {
  readonly login: string;
  readonly major: number;
}

async function entryOf(
  { result, changes }: ReplayedStep,
  { login, major }: Circumstances,
): Promise<NewEntry> {
  const { migration, statements } = result;
  const source = await readSource(migration);
  return {
    attempt: randomUUID(),
    migration: migration.name,
    direction: 'up',
    outcome: 'baseline',
    // Nothing ran here.
    milliseconds: 0,
    transaction: 'one',
    role: login,
    detail: null,
    source,
    fileHash: hashSource(source),
    sqlHash: statements.length > 0 ? hashStatements(statements.map(({ sql }) => sql)) : null,
    change: recordChange(changes, { major, from: 'scratch' }),
  };
}
