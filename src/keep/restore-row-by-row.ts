import type { ApplyContext } from '../rollback/restore/apply.js';
import type { Overwritable } from '../rollback/restore/provenance.js';
import type { RestoredTable } from '../rollback/restore/restore-report.js';
import { restoreTables } from '../rollback/restore/restore-tables.js';
import type { Lines } from '../rollback/restore/staging-tables.js';
import { relationOf } from '../rollback/restore/target.js';
import type { KeptEntry, KeptTable } from './kept-entry.js';
import { isCreated, type Relations } from './is-created.js';
import { keepLeftovers } from './keep-leftovers.js';
import { countNewer, readOutdated } from './outdated-rows.js';
import type { AroundInverse } from './before-inverse.js';
import type { RestoredKept, RestoredTables } from './restored-kept.js';
import { stageKeptRows, type StagedKept } from './stage-kept-rows.js';

/** Restores the tables of an entry through the code that restores a backup, which judges and reports every row. */
export async function restoreRowByRow(
  context: ApplyContext,
  { tables }: Pick<KeptEntry, 'tables'>,
  { before, relations }: AroundInverse,
): Promise<RestoredTables> {
  const { session } = context;
  const staged: StagedKept[] = [];
  for (const kept of tables) {
    const judged = before.judged.find((one) => one.kept.relation === kept.relation);
    staged.push(await stageKeptRows(session, kept, { judged, present: relationOf(kept, relations) }));
  }
  const overwritable = overwritableAmong(staged, { before: before.relations, relations });
  const { tables: done, refused } = await restoreTables(context, staged, { relations, overwritable });
  const restored: RestoredKept[] = [];
  const left: KeptTable[] = [];
  for (const [index, one] of staged.entries()) {
    const result = done[index];
    if (!result) continue;
    const { kept, report } = await conclude(context, one, result);
    restored.push(report);
    if (kept) left.push(kept);
  }
  return { tables: restored, left, refused };
}

interface Concluded {
  readonly kept: KeptTable | undefined;
  readonly report: RestoredKept;
}

async function conclude(
  { session }: ApplyContext,
  staged: StagedKept,
  result: RestoredTable,
): Promise<Concluded> {
  const outdated = await readOutdated(session, staged);
  const newer = await countNewer(session, staged);
  const misfits = [...result.misfits, ...outdated];
  const kept = await keepLeftovers(session, staged, misfits);
  const rows = staged.kept.rows ?? staged.saved.rows;
  const misfitting = result.misfitting + outdated.length;
  const report = {
    ...result,
    rows,
    misfitting,
    misfits,
    newer,
    how: 'copied' as const,
    left: kept?.rows ?? 0,
  };
  return { kept, report };
}

/**
 * Rows of tables and columns that the inverse step itself has created may be overwritten, since the transaction still
 * locks them, and so may values that were judged before it. In others a different value comes from somebody else.
 */
function overwritableAmong(
  staged: readonly StagedKept[],
  { before, relations }: Relations,
): (lines: Lines) => Overwritable {
  const all: Overwritable = { own: 'all', before: undefined };
  const none: Overwritable = { own: [], before: undefined };
  return ({ saved }) => {
    const one = staged.find((other) => other.saved.file === saved.file);
    if (!one || one.judged) return one ? all : none;
    return isCreated(one.kept, { before, relations }) ? all : none;
  };
}
