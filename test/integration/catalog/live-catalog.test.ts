import { changesBetween, subject } from '../../../src/catalog/model/diff.js';
import { LiveCatalog } from '../../../src/catalog/observe/live-catalog.js';
import { keyOf } from '../../../src/catalog/model/object.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import type { Session } from '../../../src/database/session.js';
import { withSession } from '../../../src/database/with-session.js';
import type { CatalogCase } from '../../cases/case.js';
import { casesOf } from '../../support/all-cases.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

/** The files of test/cases whose changes affect the most objects. */
const files = ['table', 'partition', 'type', 'view'] as const;

const changesCluster = /\b(CREATE|ALTER|DROP)\s+(ROLE|USER|DATABASE)\b/i;

/** The cases that change only objects of the database. */
async function casesIn(file: string, major: number): Promise<readonly CatalogCase[]> {
  const cases = await casesOf(file, major);
  return cases.filter(({ base, change }) => !changesCluster.test([base, change].join(' ')));
}

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
});
afterAll(() => scratch.drop());

async function empty(session: Session): Promise<void> {
  const { rows } = await session.query<{ schema: string }>(
    `SELECT quote_ident(nspname) AS schema FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
  );
  for (const { schema } of rows) await session.query(`DROP SCHEMA ${schema} CASCADE`);
  await session.query('CREATE SCHEMA public');
}

interface Sessions {
  readonly actor: Session;
  readonly watcher: Session;
}

/** Changes, in one open transaction, after which a look differs from a full read. */
async function wrongLooks({ actor, watcher }: Sessions, { name, base, change, undo }: CatalogCase) {
  await empty(actor);
  if (base) await actor.query(base);
  const catalog = new LiveCatalog(watcher, {});
  await catalog.ready(actor);
  const wrong: string[] = [];
  await actor.query(catalog.begin());
  for (const step of [change, undo].filter((text) => text !== undefined)) {
    await actor.query(step);
    const { before, changes } = await catalog.readChanges(actor);
    const { objects } = await readCatalog(actor, { readIn: 'open transaction' });
    const expected = changesBetween(before, objects).map(told).sort().join(', ');
    const found = changes.map(told).sort().join(', ');
    if (found !== expected) wrong.push(`${name}: ${step}: found ${found}, expected ${expected}`);
  }
  await actor.query('ROLLBACK');
  return wrong;
}

function told(difference: Parameters<typeof subject>[0]): string {
  return `${difference.change} ${keyOf(subject(difference))}`;
}

describe('a look at an open transaction', () => {
  it.each(files)('finds the same changes as a full read: %s', async (file) => {
    const { database } = scratch;
    const wrong = await withSession(database, (actor) =>
      withSession(database, async (watcher) => {
        const found: string[] = [];
        for (const one of await casesIn(file, database.server.major))
          found.push(...(await wrongLooks({ actor, watcher }, one)));
        return found;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('does not include what other sessions commit meanwhile, on another table or on the same one', async () => {
    const { database, session: other } = scratch;
    await empty(other);
    await other.query('CREATE TABLE t (a int, b int); CREATE TABLE elsewhere (c int)');
    await withSession(database, (actor) =>
      withSession(database, async (watcher) => {
        const catalog = new LiveCatalog(watcher, {});
        const look = async (meanwhile: string) => {
          await catalog.ready(actor);
          await actor.query(catalog.begin());
          await other.query(meanwhile);
          await actor.query('ALTER TABLE t ADD COLUMN own int');
          const changes = await catalog.readChanges(actor).then(
            (looked) => looked.changes.map(told),
            (error: unknown) => (error as { readonly code: string }).code,
          );
          await actor.query('ROLLBACK');
          catalog.ended('rolled back');
          return changes;
        };
        const own = ['reordered table public.t', 'left column public.t.own'];
        expect(await look('ALTER TABLE elsewhere ADD d int; CREATE VIEW v AS SELECT 1 AS one')).toEqual(own);
        expect(await look('ALTER TABLE t DROP COLUMN b')).toEqual(own);
        // Such a step has to be read under the locks of its own transaction, and is retried.
        expect(await look('CREATE INDEX ON t ((a + 1)); ALTER TABLE t ALTER COLUMN a SET DEFAULT 1')).toBe(
          'database',
        );
        expect(await look('SELECT 1')).toEqual(own);
      }),
    );
  });
});
