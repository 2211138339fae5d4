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

const bookkeeping = `CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
  COMMENT ON COLUMN pgmigrations.name IS 'file';
  CREATE TABLE pgmigrations_of_mine (id int)`;

async function settingsOf(): Promise<unknown> {
  const { rows } = await scratch.session.query(
    "SELECT current_setting('search_path'), current_setting('jit'), current_setting('DateStyle'), current_setting('TimeZone')",
  );
  return rows[0];
}

describe('reading a catalog', () => {
  it('leaves the session unchanged', async () => {
    await scratch.session.query(
      "SET search_path = public; SET DateStyle = 'German'; SET TimeZone = 'Asia/Tokyo'",
    );
    const before = await settingsOf();
    await readCatalog(scratch.session);
    expect(await settingsOf()).toEqual(before);
    await scratch.session.query('RESET ALL');
  });

  it('includes uncommitted changes of an open transaction, and leaves that transaction usable', async () => {
    await scratch.session.query(
      'BEGIN; SET LOCAL search_path = pg_catalog; CREATE TABLE public.draft (id int)',
    );
    const settings = await settingsOf();
    const inside = await readCatalog(scratch.session, { readIn: 'open transaction' });
    expect(inside.objects.has('table public.draft')).toBe(true);
    expect(await settingsOf()).toEqual(settings);
    await scratch.session.query('ROLLBACK');
    const after = await refreshCatalog(scratch.session, inside);
    expect(after.objects.has('table public.draft')).toBe(false);
  });

  it('omits the migrations table with all objects that belong to it, and nothing else', async () => {
    await scratch.session.query(bookkeeping);
    const migrationsTable = { schema: 'public', name: 'pgmigrations' };
    const { objects } = await readCatalog(scratch.session, { migrationsTable });
    const names = [...objects.values()]
      .map(({ name }) => name)
      .filter((name) => name.includes('pgmigrations'));
    expect(names).toEqual(['public.pgmigrations_of_mine', 'public.pgmigrations_of_mine.id']);
    await scratch.session.query('DROP TABLE pgmigrations, pgmigrations_of_mine');
  });

  it('keeps the migrations table out of a refreshed state', async () => {
    const migrationsTable = { schema: 'public', name: 'pgmigrations' };
    const before = await readCatalog(scratch.session, { migrationsTable });
    await scratch.session.query('CREATE TABLE pgmigrations (id serial PRIMARY KEY)');
    const after = await refreshCatalog(scratch.session, before);
    expect([...after.objects.keys()]).toEqual([...before.objects.keys()]);
    await scratch.session.query('DROP TABLE pgmigrations');
  });

  it('lists what it does not compare', async () => {
    const { rows } = await scratch.session.query<{ oid: string }>('SELECT lo_create(0)::text AS oid');
    const [large] = rows;
    const { notCompared } = await readCatalog(scratch.session);
    expect(notCompared).toEqual([`large object ${large?.oid ?? ''}`]);
    await scratch.session.query('SELECT lo_create(0)');
    expect((await readCatalog(scratch.session)).notCompared).toEqual([
      `2 large objects, such as ${large?.oid ?? ''}`,
    ]);
    await scratch.session.query('SELECT lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata');
  });

  it('lists objects by kind and then by code unit, independent of the locale', async () => {
    await scratch.session.query(
      'CREATE TABLE b (id int); CREATE TABLE "B" (id int); CREATE TABLE a (id int)',
    );
    const { objects } = await readCatalog(scratch.session);
    const tables = [...objects.values()].filter(({ kind }) => kind === 'table').map(({ name }) => name);
    expect(tables).toEqual(['public."B"', 'public.a', 'public.b']);
    await scratch.session.query('DROP TABLE a, b, "B"');
  });
});
