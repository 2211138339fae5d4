import { diff } from '../../../../src/catalog/model/diff.js';
import { readCatalog } from '../../../../src/catalog/read/read-catalog.js';
import { TrackedCatalog } from '../../../../src/catalog/observe/tracked-catalog.js';
import type { Session } from '../../../../src/database/session.js';
import { withSession } from '../../../../src/database/with-session.js';
import { changesCluster } from '../../../../src/sql-text/cluster-changes.js';
import { loadSqlParser } from '../../../../src/sql-text/parser.js';
import type { CatalogCase } from '../../../cases/case.js';
import { caseFiles, casesOf } from '../../../support/all-cases.js';
import { createScratch } from '../../../support/scratch.js';

/** The cases that change only objects of the database. */
async function casesIn(file: string, major: number): Promise<readonly CatalogCase[]> {
  const cases = await casesOf(file, major);
  await loadSqlParser();
  return cases.filter(({ base, change, undo }) =>
    [base, change, undo].every((text) => text === undefined || !changesCluster(text)),
  );
}

/**
 * Removes everything that a case left, so that the next case starts with an empty database in the same
 * sessions.
 */
const CLEAN = `
  CREATE EXTENSION IF NOT EXISTS plpgsql;
  DO $$ DECLARE command text; BEGIN
    FOR command IN
      SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) FROM pg_catalog.pg_namespace n
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', w.fdwname) FROM pg_catalog.pg_foreign_data_wrapper w
      UNION ALL SELECT format('DROP PUBLICATION IF EXISTS %I', p.pubname) FROM pg_catalog.pg_publication p
      UNION ALL SELECT format('DROP SUBSCRIPTION %I', s.subname) FROM pg_catalog.pg_subscription s
        JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
      UNION ALL SELECT format('DROP EVENT TRIGGER IF EXISTS %I', e.evtname) FROM pg_catalog.pg_event_trigger e
      UNION ALL SELECT format('DROP ACCESS METHOD IF EXISTS %I CASCADE', a.amname) FROM pg_catalog.pg_am a WHERE a.oid >= 16384
      UNION ALL SELECT format('DROP LANGUAGE IF EXISTS %I CASCADE', l.lanname) FROM pg_catalog.pg_language l
        WHERE l.oid >= 16384 AND l.lanname <> 'plpgsql'
      UNION ALL SELECT 'CREATE SCHEMA public'
    LOOP EXECUTE command; END LOOP;
  END $$`;

/** Steps, each in a transaction of its own, after which the tracked catalog differs from a full read. */
async function findWrongSteps({ actor, watcher }: Sessions, { name, base, change, undo }: CatalogCase) {
  const wrong: string[] = [];
  await actor.query(CLEAN);
  if (base) await actor.query(base);
  const catalog = await TrackedCatalog.open(watcher, {});
  for (const step of [change, undo].filter((text) => text !== undefined)) {
    await run(actor, catalog, step);
    const differences = diff((await readCatalog(actor)).objects, catalog.objects);
    if (differences.length > 0) wrong.push(`${name}: ${step}`);
  }
  return wrong;
}

interface Sessions {
  readonly actor: Session;
  readonly watcher: Session;
}

async function run(actor: Session, catalog: TrackedCatalog, step: string): Promise<void> {
  const watch = catalog.watch(await catalog.countsBefore(actor));
  await actor.query(watch.begin);
  await actor.query(step);
  await watch.beforeCommit(actor);
  await actor.query('COMMIT');
  await catalog.follow(watch);
}

/** The number of test files, so that all take about the same time. */
const numParts = 3;

/** Defines the tests of one part: 1, 2 or 3. */
export function describeTracking(part: number): void {
  const files = caseFiles().filter((_file, index) => index % numParts === part - 1);
  describe('tracking steps by their write sets', () => {
    it.each(files)('results in the same catalog as a full read after each step: %s', async (file) => {
      const scratch = await createScratch();
      const { database, session: actor } = scratch;
      const wrong: string[] = [];
      await withSession(database, async (watcher) => {
        for (const one of await casesIn(file, database.server.major)) {
          wrong.push(...(await findWrongSteps({ actor, watcher }, one)));
        }
      });
      await scratch.drop();
      expect(wrong).toEqual([]);
    });
  });
}
