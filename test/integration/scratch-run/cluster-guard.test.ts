import { createClusterGuard } from '../../../src/scratch-run/cluster-guard.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const stopServer = await useOwnTestServer();
let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
});
afterAll(async () => {
  await scratch.drop();
  await stopServer();
});

const step = { label: 'the up of 1_roles', transaction: 'one' } as const;

/**
 * The error of the guard for a transaction with the statement `own`, while another session executes `others`.
 */
async function refusalOf(own: string, others: string): Promise<string> {
  const { database, session } = scratch;
  const guard = await createClusterGuard(database, { advice: 'Do not.' });
  const neighbour = await database.connect();
  await session.query('BEGIN');
  try {
    await session.query(own);
    await neighbour.query(others);
    return await guard.beforeCommit(session, step).then(
      () => 'none',
      (error: unknown) => (error as Error).message,
    );
  } finally {
    await session.query('ROLLBACK');
    await neighbour.close();
  }
}

describe('the cluster guard', () => {
  it('does not attribute role changes of other sessions to a step', async () => {
    const own = `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 8192', current_database()); END $$`;
    expect(await refusalOf(own, 'CREATE ROLE guard_neighbour; DROP ROLE guard_neighbour')).toBe('none');
    expect(await refusalOf(own, 'CREATE ROLE guard_neighbour')).toBe('none');
    expect(await refusalOf(own, 'DROP ROLE guard_neighbour')).toBe('none');
  });

  it.each([
    'CREATE ROLE guard_own',
    'DO $$ BEGIN CREATE ROLE guard_own; EXCEPTION WHEN OTHERS THEN NULL; END $$',
    "DO $$ BEGIN EXECUTE format('COMMENT ON ROLE %I IS ''x''', current_user); END $$",
  ])('stops a step that changes shared objects: %s', async (own) => {
    expect(await refusalOf(own, 'SELECT 1')).toContain('changes objects outside of its database');
  });

  it('stops a step that revokes a privilege on a parameter', async () => {
    if (scratch.database.server.major < 15) return;
    await scratch.session.query('GRANT SET ON PARAMETER log_statement TO PUBLIC');
    const refusal = await refusalOf('REVOKE SET ON PARAMETER log_statement FROM PUBLIC', 'SELECT 1');
    await scratch.session.query('REVOKE SET ON PARAMETER log_statement FROM PUBLIC');
    expect(refusal).toContain('changes objects outside of its database');
  });
});
