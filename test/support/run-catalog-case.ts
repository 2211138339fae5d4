import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import { diff, subject } from '../../src/catalog/model/diff.js';
import { keyOf } from '../../src/catalog/model/object.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import type { CatalogCase } from '../cases/case.js';
import { describe, repairTo, type RepairOutcome } from './repair-to.js';

export interface CaseOutcome {
  /** Kind and name of what differs after the change and its undoing. */
  readonly found: readonly string[];
  /** Both sides of the differences, in words. */
  readonly texts: string;
  /** The repair of what the change and its undoing left. */
  readonly back: RepairOutcome;
  /** The repair the other way round, which makes the change where it was never made. */
  readonly there: RepairOutcome;
}

type Steps = Pick<CatalogCase, 'base' | 'change' | 'undo'>;

/** Runs a case in a transaction that is rolled back, so that it leaves nothing, in the cluster either. */
export async function runCatalogCase(session: Session, { base, change, undo }: Steps): Promise<CaseOutcome> {
  await session.query('BEGIN');
  try {
    if (base) await session.query(base);
    const before = await read(session);
    await session.query('SAVEPOINT based');
    await session.query(change);
    const changed = await read(session);
    if (undo) await session.query(undo);
    const after = undo ? await read(session) : changed;
    const back = await repairTo(session, { now: after, wanted: before });
    await session.query('ROLLBACK TO SAVEPOINT based');
    const there = await repairTo(session, { now: before, wanted: changed });
    const differences = diff(before.objects, after.objects);
    const found = differences.map((difference) => keyOf(subject(difference)));
    return { found, texts: differences.map(describe).join('\n'), back, there };
  } finally {
    await session.query('ROLLBACK');
  }
}

function read(session: Session): Promise<CatalogState> {
  return readCatalog(session, { readIn: 'open transaction' });
}
