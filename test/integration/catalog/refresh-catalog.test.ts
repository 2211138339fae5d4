import { hashSnapshot } from '../../../src/catalog/model/hash.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { refreshCatalog } from '../../../src/catalog/observe/refresh-catalog.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(async () => {
  await scratch.drop();
});

/** That a refresh finds the same changes as a full read is tested with the cases of test/cases, in cases/. */
describe('refreshing a catalog', () => {
  it('keeps the identity of objects that did not change', async () => {
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

  it('reads nothing if nothing changed', async () => {
    const before = await readCatalog(scratch.session);
    const after = await refreshCatalog(scratch.session, before);
    expect(after.objects).toBe(before.objects);
  });

  it('works after a migration that discards prepared statements', async () => {
    const before = await readCatalog(scratch.session);
    await scratch.session.query('DISCARD ALL');
    const after = await refreshCatalog(scratch.session, before);
    expect(hashSnapshot(after.objects)).toBe(hashSnapshot(before.objects));
  });
});
