import { readdirSync } from 'node:fs';
import { diff } from '../../../src/catalog/model/diff.js';
import { hashSnapshot } from '../../../src/catalog/model/hash.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { refreshCatalog } from '../../../src/catalog/observe/refresh-catalog.js';
import type { CatalogCase } from '../../cases/case.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const files = readdirSync(new URL('../../cases', import.meta.url))
  .filter((name) => name !== 'case.ts' && name !== 'both-ways.ts')
  .map((name) => name.replace(/\.ts$/, ''))
  .sort();

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(async () => {
  await scratch.drop();
});

async function casesOf(file: string): Promise<readonly CatalogCase[]> {
  const { major } = scratch.database.server;
  const module = (await import(`../../cases/${file}.js`)) as Record<string, readonly CatalogCase[]>;
  return Object.values(module)
    .flat()
    .filter(({ since = 0, until = Infinity }) => since <= major && major <= until);
}

/** Steps of a case after which a refreshed state is not what a full read finds. */
async function findWrongSteps({ name, base, change, undo }: CatalogCase): Promise<readonly string[]> {
  const { session } = scratch;
  const readIn = 'open transaction';
  const wrong: string[] = [];
  await session.query('BEGIN');
  try {
    if (base) await session.query(base);
    let state = await readCatalog(session, { readIn });
    for (const step of [change, undo].filter((text) => text !== undefined)) {
      await session.query(step);
      state = await refreshCatalog(session, state, { readIn });
      const whole = await readCatalog(session, { readIn });
      const isEqual =
        hashSnapshot(state.objects) === hashSnapshot(whole.objects) &&
        JSON.stringify(state.notCompared) === JSON.stringify(whole.notCompared) &&
        diff(whole.objects, state.objects).length === 0;
      if (!isEqual) wrong.push(`${name}: ${step}`);
    }
    return wrong;
  } finally {
    await session.query('ROLLBACK');
  }
}

describe('refreshing a catalog', () => {
  it.each(files)('finds after every step what a full read finds: %s', async (file) => {
    const wrong: string[] = [];
    for (const one of await casesOf(file)) wrong.push(...(await findWrongSteps(one)));
    expect(wrong).toEqual([]);
  });

  it('keeps objects that did not change as the very same objects', async () => {
    const { session } = scratch;
    await session.query('CREATE TABLE kept (id int PRIMARY KEY); CREATE TABLE changed (id int PRIMARY KEY)');
    const before = await readCatalog(session);
    await session.query("ALTER TABLE changed ADD note text; COMMENT ON COLUMN changed.note IS 'n'");
    const after = await refreshCatalog(session, before);
    const sameObjects = [...before.objects].filter(([key, object]) => after.objects.get(key) === object);
    const isAboutTable = ([key]: readonly [string, unknown]) => key === 'table public.changed';
    expect(sameObjects.length).toBe([...before.objects].filter((entry) => !isAboutTable(entry)).length);
    await session.query('DROP TABLE kept, changed');
  });

  it('finds nothing to read when nothing changed', async () => {
    const before = await readCatalog(scratch.session);
    const after = await refreshCatalog(scratch.session, before);
    expect(after.objects).toBe(before.objects);
  });

  it('survives a migration that discards prepared statements', async () => {
    const before = await readCatalog(scratch.session);
    await scratch.session.query('DISCARD ALL');
    const after = await refreshCatalog(scratch.session, before);
    expect(hashSnapshot(after.objects)).toBe(hashSnapshot(before.objects));
  });
});
