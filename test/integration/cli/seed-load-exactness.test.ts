import { readConfig, type Config } from '../../../src/config/config.js';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { openServer } from '../../../src/database/server/open-server.js';
import { cleanLoad } from '../../../src/seed/clean-load.js';
import { runLoad, type LoadOptions } from '../../../src/seed/run-load.js';
import { useBench } from './support/bench.js';

const bench = useBench();

/** The tables as `up` leaves them. The constraint accepts only even numbers. */
const TABLES = `
  CREATE TABLE pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
  INSERT INTO pgmigrations (name, run_on) VALUES ('1_people', now());
  CREATE SCHEMA shop;
  CREATE TABLE shop."People" ("Nr" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);
  CREATE TABLE shop.pets (id integer PRIMARY KEY, owner bigint NOT NULL REFERENCES shop."People" ON DELETE CASCADE);
  CREATE TABLE shop.fans (name text REFERENCES shop."People" (name) ON DELETE CASCADE)`;

const people = `
export const load = ({ scale, random }) => {
  const number = random('name');
  return {
    table: '"People"', key: 'Nr', columns: ['name'], count: scale,
    row: (index) => [index + ' ' + number(index)],
  };
};`;

const pets = `
export const load = ({ scale, first }) => ({
  table: 'pets', key: 'id', columns: ['owner'], count: scale,
  row: (index) => [first('"People"') + index],
});`;

const files = {
  'migrations/1_people.sql': '-- Up Migration\n-- Down Migration\n',
  'seeds/many/1_people.js': people,
  'seeds/many/2_pets.js': pets,
};

/** One and a half transactions of rows. */
const scale = 75_000;

let config: Config;
let directory: string;

beforeEach(async () => {
  ({ directory } = await bench.project(files));
  config = await readConfig({
    flags: { schema: ['shop', 'public'], migrationsSchema: 'public' },
    env: {},
    cwd: directory,
  });
  await bench.session.query(TABLES);
});

async function optionsWith(signal = new AbortController().signal) {
  const connection = parseConnectionUrl(bench.url, 'test');
  const database = await openServer({ connection, kind: 'server', signal, pooler: 'refused' });
  const observer = { progress: () => undefined };
  return { database, config, set: 'many', safety: 'checked', observer } as const;
}

async function load(options: Partial<LoadOptions> = {}): Promise<unknown> {
  return runLoad({ ...(await optionsWith()), size: { kind: 'new', scale, seed: 1 }, ...options });
}

const resume = () => load({ size: { kind: 'resume' } });
const clean = async (safety: 'checked' | 'forced' = 'checked') =>
  cleanLoad({ ...(await optionsWith()), safety });

/** Loads until this number of rows exists, then interrupts the load like Ctrl-C. */
async function loadUntil(rows: number): Promise<void> {
  const controller = new AbortController();
  const observer: LoadOptions['observer'] = {
    progress: ({ done }) => {
      if (done >= rows) controller.abort();
    },
  };
  const options = { ...(await optionsWith(controller.signal)), observer };
  await expect(runLoad({ ...options, size: { kind: 'new', scale, seed: 1 } })).rejects.toMatchObject({
    code: 'interrupted',
    remedy: 'The loaded rows were kept: continue with --resume, or remove them with --clean.',
  });
}

/** Rows, the state of the sequence, and the record of the load. */
async function state(): Promise<unknown> {
  const { rows } = await bench.session.query(`
    SELECT (SELECT md5(string_agg(p::text, ' ' ORDER BY p."Nr")) FROM shop."People" AS p) AS people,
           (SELECT count(*)::int FROM shop.pets) AS pets,
           (SELECT coalesce(last_value::int, 0) FROM pg_sequences WHERE sequencename = 'People_Nr_seq') AS last`);
  return rows[0];
}

const known = async () =>
  (await bench.session.query('SELECT l.state, l.loaded::int FROM roundtrip.load AS l ORDER BY l.position'))
    .rows;

describe('a load', () => {
  it('has the same rows each time, and other rows with another seed value', async () => {
    await load();
    const first = await state();
    await clean();
    await load();
    expect(await state()).toEqual(first);

    await clean();
    await load({ size: { kind: 'new', scale, seed: 2 } });
    expect(await state()).not.toEqual(first);
  });

  it('keeps whole transactions when it is interrupted, and contains every row once when it is resumed', async () => {
    await load();
    const whole = await state();
    await clean();

    await loadUntil(60_000);
    expect(await known()).toEqual([
      { state: 'loading', loaded: 50_000 },
      { state: 'loading', loaded: 0 },
    ]);
    await resume();

    expect(await state()).toEqual(whole);
    expect(await known()).toEqual([
      { state: 'finished', loaded: scale },
      { state: 'finished', loaded: scale },
    ]);
  });

  it('reports file, table and line of a rejected row, and can be resumed after a correction', async () => {
    await bench.session.query(`ALTER TABLE shop."People" ADD CHECK ("Nr" <> 60000)`);

    await expect(load()).rejects.toMatchObject({
      code: 'database',
      message: expect.stringMatching(
        /^1_people\.js failed to load shop\."People": new row .* violates check constraint .* \(COPY People, line 10000: "60000\t/,
      ) as string,
    });
    await bench.session.query('ALTER TABLE shop."People" DROP CONSTRAINT "People_Nr_check"');
    await resume();

    expect(await state()).toMatchObject({ pets: scale });
  });

  it.each([
    {
      what: 'that throws in a row',
      row: `() => { throw new Error('no more names'); }`,
      says: 'no more names',
    },
    { what: 'without a value', row: '() => [undefined]', says: 'a value is undefined' },
    { what: 'with too few values', row: '() => []', says: 'row(0) has 0 values for 1 columns' },
    {
      what: 'for no such column',
      row: "() => ['x']",
      key: 'nr',
      says: 'there is no table "People" with a column nr',
    },
    { what: 'with rows for the key', row: "() => ['x']", key: 'name', says: 'columns has the key name' },
  ])('does not start with a file $what', async ({ row, key = 'Nr', says }) => {
    const project = await bench.project({
      ...files,
      'seeds/many/1_people.js': `export const load = () => (
        { table: '"People"', key: '${key}', columns: ['name'], count: 5, row: ${row} });`,
    });
    config = await readConfig({
      flags: { schema: ['shop', 'public'], migrationsSchema: 'public' },
      env: {},
      cwd: project.directory,
    });

    await expect(load()).rejects.toThrow(says);
    expect(await known()).toEqual([]);
  });

  it('is not resumed with files that would generate other rows', async () => {
    await loadUntil(60_000);
    const project = await bench.project({
      ...files,
      'seeds/many/2_pets.js': pets.replace('count: scale', 'count: scale + 1'),
    });
    config = await readConfig({
      flags: { schema: ['shop', 'public'], migrationsSchema: 'public' },
      env: {},
      cwd: project.directory,
    });

    await expect(resume()).rejects.toThrow(
      'the files of the set many plan other rows than when the load was started',
    );
  });

  it('is forgotten when its tables are dropped', async () => {
    await load();
    await bench.session.query('DROP SCHEMA shop CASCADE; DELETE FROM pgmigrations');
    await bench.session.query(TABLES.replace(/CREATE TABLE pgmigrations.*/, ''));

    await load();
    expect(await state()).toMatchObject({ pets: scale });
  });
});

describe('removing a load', () => {
  const size = { kind: 'new', scale: 1000, seed: 1 } as const;

  it('deletes the loaded rows and keeps other rows, before, between and after them', async () => {
    await bench.session.query(
      `INSERT INTO shop."People" (name) SELECT n::text FROM generate_series(1, 5) AS n`,
    );
    const before = await state();
    await load({ size });
    await bench.session.query(`INSERT INTO shop."People" (name) VALUES ('later')`);
    await bench.session.query(`DELETE FROM shop.pets WHERE id = 3`);

    expect(await clean()).toMatchObject({
      set: 'many',
      tables: [
        { table: 'shop."People"', removed: 1000 },
        { table: 'shop.pets', removed: 999 },
      ],
    });

    const { rows } = await bench.session.query<{ nr: string }>(
      'SELECT "Nr"::int AS nr FROM shop."People" ORDER BY 1',
    );
    expect(rows.map(({ nr }) => nr)).toEqual([1, 2, 3, 4, 5, 1006]);
    // A number that another row uses is not assigned again.
    expect(await state()).toMatchObject({ last: 1006 });
    await bench.session.query('DELETE FROM shop."People" WHERE name = $1', ['later']);
    expect(await state()).toEqual({ ...(before as object), last: 1006 });
  });

  it('resets the sequence if nobody has used it since', async () => {
    const before = await state();
    await load({ size });
    expect(await state()).toMatchObject({ last: 1000 });
    await clean();

    expect(await state()).toEqual(before);
    expect(await known()).toEqual([]);
  });

  it('deletes the existing rows of an interrupted load', async () => {
    await loadUntil(60_000);

    expect(await clean()).toMatchObject({
      tables: [
        { table: 'shop."People"', removed: 50_000 },
        { table: 'shop.pets', removed: 0 },
      ],
    });
    expect(await clean()).toMatchObject({ tables: [] });
  });

  it.each([
    { what: 'to the key', insert: 'INSERT INTO shop.pets (id, owner) VALUES (5000, 7)', table: 'shop.pets' },
    {
      what: 'to another column',
      insert: 'INSERT INTO shop.fans SELECT name FROM shop."People" LIMIT 1',
      table: 'shop.fans',
    },
  ])('is rejected if rows of others refer $what, unless forced', async ({ insert, table }) => {
    await load({ size });
    await bench.session.query(insert);
    const before = await state();

    await expect(clean()).rejects.toMatchObject({
      code: 'refused',
      message: `${table}: 1 row that was not loaded references loaded rows of shop."People"`,
    });
    expect(await state()).toEqual(before);
    expect(await known()).toHaveLength(2);

    await clean('forced');
    expect((await bench.session.query(`SELECT FROM ${table}`)).rows).toEqual([]);
  });

  it('can only be completed by removing again if it was interrupted', async () => {
    await load({ size });
    await bench.session.query(
      "UPDATE roundtrip.load SET state = 'cleaning'; DELETE FROM shop.pets WHERE id > 500",
    );

    for (const again of [resume, () => load({ size })]) {
      await expect(again()).rejects.toThrow('the set many is only partly removed');
    }
    expect(await clean()).toMatchObject({ tables: [{ removed: 1000 }, { removed: 500 }] });
  });

  it('stops a run that is loading at the same time', async () => {
    let cleaned: Promise<unknown> | undefined;
    const observer: LoadOptions['observer'] = { progress: () => void (cleaned ??= clean()) };

    await expect(load({ observer })).rejects.toThrow('another run is loading or removing the set many');
    await cleaned;

    expect(await state()).toMatchObject({ people: null, pets: 0 });
  });
});
