import { readHistoryAccess } from '../history/history-schema.js';
import { lastUps } from '../history/last-up.js';
import { readHistory } from '../history/read-history.js';
import { readApplied } from '../migrations/bookkeeping.js';
import type { Migration } from '../migrations/migration.js';
import { assertHasDowns } from '../migrations/assert-has-downs.js';
import { namesOf, type LiveRecord } from './live-record.js';
import { assertAboveBaseline } from './assert-unchanged.js';
import { allowanceOf } from './allowance.js';
import { rehearse } from './rehearse.js';
import type { StepContext } from './run-steps.js';

export interface DownContext extends StepContext {
  /** All migrations that can be run. */
  readonly migrations: readonly Migration[];
}

/**
 * Checks the whole range, latest first, before any of it is rolled back. Rehearses on a scratch database the
 * migrations whose changes the history does not hold.
 * @throws MigrationFileError, RefusedError when one of them cannot or should not be rolled back
 * @throws InexactRollback when one is not exact on the scratch database
 */
export async function prepareDowns(downs: readonly Migration[], context: DownContext): Promise<void> {
  const { record, options } = context;
  const { mode, baseline, traces = 'refused' } = options;
  if (mode === 'run') assertHasDowns(downs);
  if (baseline !== 'undone') assertAboveBaseline(downs, record?.ups ?? (await readUps(context)));
  if (mode === 'record') return;
  if (!record) noteUnverified(downs, context);
  else if (traces !== 'accepted' && downs.some(({ name }) => !record.recordOf(name))) {
    await rehearseDowns(downs, { ...context, record });
  }
}

/** The baseline also applies to runs without a history, as far as an existing one can be read. */
async function readUps({ session, options }: DownContext): Promise<LiveRecord['ups']> {
  if ((await readHistoryAccess(session)) !== 'readable') return new Map();
  const { migrations: config } = options.config;
  return lastUps(await readHistory(session, config), await readApplied(session, config));
}

function noteUnverified(downs: readonly Migration[], { options }: DownContext): void {
  for (const { name } of downs) options.observer.noted?.({ kind: 'not-verified', name });
}

/** Rolls these migrations back on a scratch database to which all migrations applied here were applied. */
export async function rehearseDowns(
  downs: readonly Migration[],
  { migrations, session, record, options }: DownContext & { readonly record: LiveRecord },
): Promise<void> {
  const { database, config, signal, observer } = options;
  observer.noted?.({ kind: 'rehearsing', names: namesOf(downs) });
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const rows = await readApplied(session, config.migrations);
  const applied = rows.flatMap(({ name }) => byName.get(name) ?? []);
  record.noteRehearsal(
    await rehearse({ database, config, signal, applied, downs, allowance: allowanceOf(options) }),
  );
}
