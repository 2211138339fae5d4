import type { StoredRelation } from '../catalog/data/stored-data.js';
import { quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { SavedSequence } from '../rollback/backup/manifest.js';
import type { ApplyContext } from '../rollback/restore/apply.js';
import { restoreSequences } from '../rollback/restore/sequences.js';
import { relationOf } from '../rollback/restore/target.js';
import type { AroundInverse, BeforeInverse } from './before-inverse.js';
import { updateEntry } from './entries.js';
import { judgeValues, type JudgedValues } from './judge-values.js';
import type { KeptEntry, KeptTable } from './kept-entry.js';
import { restoreDirectly } from './restore-directly.js';
import { restoreRowByRow } from './restore-row-by-row.js';
import { moveBack } from './move-back.js';
import type { RestoredEntry, RestoredKept, RestoredTables } from './restored-kept.js';
import { withValueSettings } from './with-value-settings.js';

/** Judges, before an inverse step runs, which kept values may be restored: others may have changed them since. */
export function judgeEntries(
  session: Session,
  entries: readonly KeptEntry[],
  relations: readonly StoredRelation[],
): Promise<BeforeInverse> {
  return withValueSettings(session, async () => {
    const judged: JudgedValues[] = [];
    for (const kept of entries.flatMap(({ tables }) => tables)) {
      const values = await judgeValues(session, kept, relations);
      if (values) judged.push(values);
    }
    return { relations, judged };
  });
}

export interface RestoreEntriesOptions extends AroundInverse {
  /** Latest first: their values are newer than those of the others. */
  readonly entries: readonly KeptEntry[];
}

/**
 * Restores what steps kept, inside the transaction of the inverse step and after it. Rows that do not fit remain
 * kept; everything else of the entries is deleted.
 */
export async function restoreEntries(
  context: ApplyContext,
  { entries, before, relations }: RestoreEntriesOptions,
): Promise<readonly RestoredEntry[]> {
  const { session } = context;
  // Constraint triggers that wait for the end of the transaction would prevent triggers from being disabled.
  await session.query('SET CONSTRAINTS ALL IMMEDIATE');
  return withValueSettings(session, async () => {
    const restored: RestoredEntry[] = [];
    for (const entry of entries) restored.push(await restoreEntry(context, entry, { before, relations }));
    return restored;
  });
}

async function restoreEntry(
  context: ApplyContext,
  entry: KeptEntry,
  places: AroundInverse,
): Promise<RestoredEntry> {
  const { session } = context;
  const { id, migration, direction } = entry;
  await lockTables(session, entry.tables, places.relations);
  const back = await moveBack(session, entry.tables, places);
  const others = entry.tables.filter((kept) => !back.includes(kept));
  const { tables, left, refused } = await restoreRows(context, others, places);
  const saved = entry.sequences.filter((sequence) => !isOfMoved(sequence, back));
  const moved = await restoreSequences(session, saved, places.relations);
  const sequences = saved.filter((_, index) => isLeft(moved[index]?.outcome));
  await updateEntry(session, { id, tables: left, sequences });
  const all = [...back.map(movedBack), ...tables];
  return { id, migration, direction, tables: all, sequences: [...moved, ...refused] };
}

async function restoreRows(
  context: ApplyContext,
  tables: readonly KeptTable[],
  around: AroundInverse,
): Promise<RestoredTables> {
  if (tables.length === 0) return { tables: [], left: [], refused: [] };
  const direct = await restoreDirectly(context, tables, around);
  return direct ?? restoreRowByRow(context, { tables }, around);
}

/** Sequences that were moved back with their tables have kept their positions. */
function isOfMoved({ schema, name }: SavedSequence, back: readonly KeptTable[]): boolean {
  return back.some((kept) => kept.schema === schema && (kept.parts ?? []).some((part) => part.name === name));
}

/** Nothing is counted: that would take time in a large table. */
function movedBack({ schema, name, what, how }: KeptTable): RestoredKept {
  const none = { rows: 0, inserted: 0, updated: 0, unchanged: 0, misfitting: 0, newer: 0, left: 0 };
  return { schema, name, what, how, ...none, misfits: [] };
}

function isLeft(outcome: RestoredEntry['sequences'][number]['outcome'] | undefined): boolean {
  return outcome === 'missing' || outcome === 'refused';
}

async function lockTables(
  session: Session,
  tables: readonly KeptTable[],
  relations: readonly StoredRelation[],
): Promise<void> {
  for (const { schema, name } of tables.filter((kept) => relationOf(kept, relations)))
    await session.query(`LOCK TABLE ${quoteQualified(schema, name)} IN SHARE ROW EXCLUSIVE MODE`);
}
