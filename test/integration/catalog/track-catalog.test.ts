import { diff } from '../../../src/catalog/diff.js';
import { readCatalog } from '../../../src/catalog/read-catalog.js';
import { TrackedCatalog } from '../../../src/catalog/tracked-catalog.js';
import { withScratchDatabases, type ScratchDatabases } from '../../../src/database/scratch.js';
import type { Session } from '../../../src/database/session.js';
import { withSession } from '../../../src/database/with-session.js';
import type { CatalogCase } from '../../cases/case.js';
import { openTestServer } from '../../support/scratch.js';

/** Kinds that are followed root by root; the others make a comparison with the whole fingerprint. */
const followed = [
  'column',
  'comment',
  'constraint',
  'domain',
  'function',
  'index',
  'relation-code',
  'sequence',
  'table',
  'type',
  'view',
];

const changesCluster = /\b(CREATE|ALTER|DROP)\s+(ROLE|USER|DATABASE)\b/i;

async function casesOf(file: string, major: number): Promise<readonly CatalogCase[]> {
  const module = (await import(`../../cases/${file}.js`)) as Record<string, readonly CatalogCase[]>;
  return Object.values(module)
    .flat()
    .filter(({ since = 0, until = Infinity }) => since <= major && major <= until)
    .filter(({ base, change, undo }) => !changesCluster.test([base, change, undo].join(' ')));
}

/** Steps, each in a transaction of its own, after which following does not know what a full read finds. */
async function findWrongSteps(scratch: ScratchDatabases, { name, base, change, undo }: CatalogCase) {
  const database = await scratch.create();
  const wrong: string[] = [];
  await withSession(database, async (actor) =>
    withSession(database, async (watcher) => {
      if (base) await actor.query(base);
      const catalog = await TrackedCatalog.open(watcher, {});
      for (const step of [change, undo].filter((text) => text !== undefined)) {
        await run(actor, catalog, step);
        const differences = diff((await readCatalog(actor)).objects, catalog.objects);
        if (differences.length > 0) wrong.push(`${name}: ${step}`);
      }
    }),
  );
  await scratch.drop(database);
  return wrong;
}

async function run(actor: Session, catalog: TrackedCatalog, step: string): Promise<void> {
  const watch = catalog.watch();
  await actor.query(watch.begin);
  await actor.query(step);
  await watch.beforeCommit(actor);
  await actor.query('COMMIT');
  await catalog.follow(watch);
}

describe('following steps by what they wrote', () => {
  it.each(followed)('knows after every step what a full read finds: %s', async (file) => {
    const server = await openTestServer();
    const cases = await casesOf(file, server.server.major);
    const wrong = await withScratchDatabases(server, async (scratch) => {
      const found: string[] = [];
      for (const one of cases) found.push(...(await findWrongSteps(scratch, one)));
      return found;
    });
    expect(wrong).toEqual([]);
  });
});
