import { diff, subject, type Difference } from '../../src/catalog/model/diff.js';
import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import { planPair, type PlannedDirection, type PlannedPair } from '../../src/pairs/plan-pair.js';
import type { PairChange } from '../pair-cases/change.js';
import { describe } from './repair-to.js';

export interface PairOutcome {
  readonly pair: PlannedPair;
  /** What is wrong: a rejected statement, or differences that the plan does not declare. */
  readonly wrong: readonly string[];
}

const readIn = 'open transaction';

/**
 * Makes a change, plans the pair that makes it and takes it back, and runs both halves; everything is rolled
 * back.
 */
export async function runPair(
  session: Session,
  from: CatalogState,
  { change }: PairChange,
): Promise<PairOutcome> {
  await session.query('BEGIN');
  try {
    await session.query('SAVEPOINT start');
    await session.query(change);
    const to = await readCatalog(session, { readIn });
    await session.query('ROLLBACK TO SAVEPOINT start');
    const pair = planPair(from.objects, to.objects, { major: from.major, role: 'postgres' });
    const up = await runHalf(session, pair.up, to);
    const down = up.length > 0 ? [] : await runHalf(session, pair.down, from);
    return {
      pair,
      wrong: [...up.map((one) => `up: ${one}`), ...down.map((one) => `down: ${one}`)],
    };
  } finally {
    await session.query('ROLLBACK');
  }
}

async function runHalf(
  session: Session,
  { statements, limits }: PlannedDirection,
  wanted: CatalogState,
): Promise<readonly string[]> {
  for (const statement of statements) {
    try {
      await session.query(statement);
    } catch (error) {
      return [`${statement}\n  ${String(error)}`];
    }
  }
  const end = await readCatalog(session, { readIn });
  const declared = new Set(limits.map(({ name }) => name));
  return diff(wanted.objects, end.objects)
    .filter((one) => !isDeclared(one, declared))
    .map(describe);
}

function isDeclared(difference: Difference, declared: ReadonlySet<string>): boolean {
  const { name, parent } = subject(difference);
  return declared.has(name) || (parent !== undefined && declared.has(parent.name));
}
