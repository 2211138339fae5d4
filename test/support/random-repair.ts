import type { Session } from '../../src/database/session.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Story } from './judge.js';
import { repairTo, type RepairOutcome } from './repair-to.js';

/** Creates the first and the second state of a story, and repairs the first; everything is rolled back. */
export async function repairStory(session: Session, { first, then }: Story): Promise<RepairOutcome> {
  await session.query('BEGIN');
  try {
    await runEach(session, first);
    const wanted = await readCatalog(session, { readIn: 'open transaction' });
    await runEach(session, then);
    const now = await readCatalog(session, { readIn: 'open transaction' });
    return await repairTo(session, { now, wanted });
  } finally {
    await session.query('ROLLBACK');
  }
}

/** Runs the statements one by one; one that is rejected has no effect, and the next one is run. */
async function runEach(session: Session, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await session.query(`SAVEPOINT step; ${statement}; RELEASE SAVEPOINT step`);
    } catch {
      await session.query('ROLLBACK TO SAVEPOINT step');
    }
  }
}
