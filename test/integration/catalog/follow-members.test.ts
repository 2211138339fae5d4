import { diff } from '../../../src/catalog/model/diff.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { TrackedCatalog } from '../../../src/catalog/observe/tracked-catalog.js';
import type { Session } from '../../../src/database/session.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;
let watcher: Session;
let catalog: TrackedCatalog;

beforeAll(async () => {
  scratch = await createScratch();
  await scratch.session.query(`
    CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n int CONSTRAINT c UNIQUE, body text);
    CREATE INDEX i ON t (lower(body));
    CREATE VIEW v AS SELECT n FROM t`);
  watcher = await scratch.database.connect();
  catalog = await TrackedCatalog.open(watcher, {});
});

afterAll(async () => {
  await watcher.close();
  await scratch.drop();
});

/** Differences between a full read and the catalog that was tracked over one step. */
async function findMissed(statement: string): Promise<unknown> {
  const { session } = scratch;
  const watch = catalog.watch(await catalog.countsBefore(session));
  await session.query(watch.begin);
  await session.query(statement);
  await watch.beforeCommit(session);
  await session.query('COMMIT');
  await catalog.follow(watch);
  const whole = await readCatalog(session);
  return diff(whole.objects, catalog.objects);
}

describe('tracking a step that changes only a part of a table', () => {
  it.each([
    'ALTER INDEX i SET (fillfactor = 70)',
    'ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 200',
    'ALTER INDEX c SET (fillfactor = 80)',
    'ALTER INDEX i RENAME TO j',
    'ALTER SEQUENCE t_id_seq INCREMENT 5',
    'ALTER SEQUENCE t_id_seq RENAME TO numbers',
    'GRANT USAGE ON SEQUENCE numbers TO PUBLIC',
    'ALTER TABLE t SET (toast.autovacuum_enabled = false)',
    'ALTER TABLE t RESET (toast.autovacuum_enabled)',
    "COMMENT ON INDEX j IS 'j'",
    'DROP INDEX j',
  ])('results in the same catalog as a full read: %s', async (statement) => {
    expect(await findMissed(statement)).toEqual([]);
  });
});
