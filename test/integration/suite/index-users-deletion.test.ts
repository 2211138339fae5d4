import { withSession } from '../../../src/database/with-session.js';
import { applySuite } from '../../support/apply-suite.js';
import { failToBuild, useSuiteWithout } from '../../support/suite-without.js';

const notDeleted = 'users_deleted_at_idx';
const deletionRequested = 'users_deletion_requested_at_idx';
const migration = 'index-users-deletion';

/** A column in which all users of these tests have the same value, so that a unique index fails. */
const sameName = 'users (full_name)';

const findIndexes = `
SELECT index_class.relname AS name, index.indisvalid AS valid, index.indisunique AS unique,
       index.indexrelid::integer AS oid, pg_catalog.pg_get_expr(index.indpred, index.indrelid) AS only
FROM pg_catalog.pg_index AS index
JOIN pg_catalog.pg_class AS index_class ON index_class.oid = index.indexrelid
WHERE index_class.relname IN ('${notDeleted}', '${deletionRequested}')
ORDER BY index_class.relname`;

const good = [
  { name: notDeleted, valid: true, unique: false, only: '(deleted_at IS NULL)' },
  { name: deletionRequested, valid: true, unique: false, only: '(deletion_requested_at IS NOT NULL)' },
];

describe('the migration index-users-deletion', () => {
  const scratch = useSuiteWithout(migration);

  beforeEach(async () => {
    await scratch().session.query(`
      INSERT INTO users (email, full_name, password_hash)
      SELECT 'user' || n || '@example.com', 'User', 'x' FROM generate_series(1, 100) AS n`);
  });

  async function listIndexes() {
    return (await scratch().session.query(findIndexes)).rows;
  }

  it.each([[[notDeleted]], [[deletionRequested]], [[notDeleted, deletionRequested]]])(
    'replaces the invalid indexes of a failed build of %j',
    async (indexes) => {
      for (const index of indexes) await failToBuild(scratch().session, index, sameName);
      const left = await listIndexes();

      await applySuite(scratch().session, { direction: 'up', names: [migration] });

      expect(left).toMatchObject(indexes.map((name) => ({ name, valid: false, unique: true })));
      expect(await listIndexes()).toMatchObject(good);
    },
  );

  it('can be run again after it was cancelled while it waited for a transaction of another session', async () => {
    await withSession(scratch().database, async (writer) => {
      await writer.query('BEGIN; UPDATE users SET full_name = full_name WHERE id = 1');
      await withSession(
        scratch().database,
        async (session) => {
          const cancelled = applySuite(session, { direction: 'up', names: [migration] });
          await expect(cancelled).rejects.toMatchObject({ code: '57014' });
        },
        { statementTimeout: 500 },
      );
      await writer.query('ROLLBACK');
    });
    const left = await listIndexes();

    await applySuite(scratch().session, { direction: 'up', names: [migration] });

    expect(left).toMatchObject([{ name: notDeleted, valid: false }]);
    expect(await listIndexes()).toMatchObject(good);
  });

  it('does not replace a valid index when it is run again', async () => {
    await applySuite(scratch().session, { direction: 'up', names: [migration] });
    const once = await listIndexes();

    await applySuite(scratch().session, { direction: 'up', names: [migration] });

    expect(await listIndexes()).toEqual(once);
  });

  it('does not drop invalid indexes with other names', async () => {
    await failToBuild(scratch().session, 'users_full_name_key', sameName);

    await applySuite(scratch().session, { direction: 'up', names: [migration] });

    const { rows } = await scratch().session.query(
      "SELECT to_regclass('users_full_name_key') IS NOT NULL AS there",
    );
    expect(rows).toEqual([{ there: true }]);
  });

  it('can be rolled back if one of its indexes is missing', async () => {
    await applySuite(scratch().session, { direction: 'up', names: [migration] });
    await scratch().session.query(`DROP INDEX ${deletionRequested}`);

    await applySuite(scratch().session, { direction: 'down', names: [migration] });

    expect(await listIndexes()).toEqual([]);
  });
});
