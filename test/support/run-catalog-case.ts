import { describeChange } from '../../src/catalog/describe.js';
import { diff, subject, type Difference } from '../../src/catalog/diff.js';
import { planRepair } from '../../src/catalog/plan-repair.js';
import { readCatalog } from '../../src/catalog/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import type { CatalogCase } from '../cases/case.js';

export interface CaseOutcome {
  /** Kind and name of what differs after the change and its undoing. */
  readonly found: readonly string[];
  /** Both sides of the differences, in words. */
  readonly texts: string;
  readonly repaired: boolean;
  /** What differs after the repair, with the statements that did not repair it. */
  readonly remaining: readonly string[];
}

/** Runs a case in a transaction that is rolled back, so that it leaves nothing, in the cluster either. */
export async function runCatalogCase(session: Session, one: CatalogCase): Promise<CaseOutcome> {
  await session.query('BEGIN');
  try {
    if (one.base) await session.query(one.base);
    const before = await readCatalog(session, { readIn: 'open transaction' });
    await session.query(`${one.change}; ${one.undo ?? ''}`);
    const after = await readCatalog(session, { readIn: 'open transaction' });
    const differences = diff(before.objects, after.objects);
    const scope = { before: before.objects, after: after.objects, major: before.major };
    const { statements, notRepairable } = planRepair(differences, scope);
    const repaired = notRepairable.length === 0;
    if (repaired && statements.length > 0) await session.query(statements.join('\n'));
    const end = repaired ? await readCatalog(session, { readIn: 'open transaction' }) : before;
    const remaining = diff(before.objects, end.objects).map(describe);
    return {
      found: differences.map((difference) => label(difference)),
      texts: differences.map(describe).join('\n'),
      repaired,
      remaining: remaining.length === 0 ? [] : [...remaining, ...statements],
    };
  } finally {
    await session.query('ROLLBACK');
  }
}

function label(difference: Difference): string {
  const { kind, name } = subject(difference);
  return `${kind} ${name}`;
}

function describe(difference: Difference): string {
  const { before, after } = describeChange(difference);
  return `${difference.change} ${label(difference)}: ${before ?? 'none'} -> ${after ?? 'none'}`;
}
