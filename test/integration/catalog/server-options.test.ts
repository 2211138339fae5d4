import type { CatalogState } from '../../../src/catalog/read/catalog-state.js';
import { settableOptions } from '../../../src/catalog/kind/options-sql.js';
import { diff, subject } from '../../../src/catalog/model/diff.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { refreshCatalog } from '../../../src/catalog/observe/refresh-catalog.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const BASE = `
  CREATE TYPE pair AS (a int, b int);
  CREATE TABLE t (id int PRIMARY KEY, note text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
  ALTER TABLE t ALTER note SET (n_distinct = 5);
  CREATE INDEX notes ON t (note) WITH (fillfactor = 80) WHERE note <> '';
  CREATE UNIQUE INDEX plain ON t (note DESC);
  CREATE VIEW v WITH (security_barrier) AS SELECT * FROM t;
  CREATE MATERIALIZED VIEW m AS SELECT * FROM t;`;

/** What a server with options of its own writes. No SQL command can create such options. */
const everywhere = (option: string): string => `
  UPDATE pg_catalog.pg_attribute SET attoptions = ARRAY['${option}'] || coalesce(attoptions, '{}')
    WHERE attrelid IN ('t'::regclass, 'v'::regclass, 'm'::regclass, 'pair'::regclass) AND attnum > 0;
  UPDATE pg_catalog.pg_class SET reloptions = ARRAY['${option}'] || coalesce(reloptions, '{}')
    WHERE oid IN ('t'::regclass, 'v'::regclass, 'm'::regclass, 'notes'::regclass, 'plain'::regclass,
      't_pkey'::regclass, (SELECT reltoastrelid FROM pg_catalog.pg_class WHERE oid = 't'::regclass))`;

let scratch: Scratch;
let before: CatalogState;

beforeAll(async () => {
  scratch = await createScratch();
  await scratch.session.query(BASE);
  before = await readCatalog(scratch.session);
});

afterAll(() => scratch.drop());

/** The differences after the statements, by a full read and by a refresh. The statements are rolled back. */
async function after(sql: string) {
  await scratch.session.query('BEGIN');
  try {
    await scratch.session.query(sql);
    const [whole, refreshed] = [
      await readCatalog(scratch.session, { readIn: 'open transaction' }),
      await refreshCatalog(scratch.session, before, { readIn: 'open transaction' }),
    ];
    const different = [whole, refreshed].map(({ objects }) =>
      diff(before.objects, objects).map((one) => `${subject(one).kind} ${subject(one).name}`),
    );
    return { different, notCompared: [whole.notCompared, refreshed.notCompared], read: whole.objects };
  } finally {
    await scratch.session.query('ROLLBACK');
  }
}

describe('an option that only the server sets', () => {
  it('is no difference, and is not reported, if it is known', async () => {
    const { different, notCompared } = await after(everywhere('pg_attver=1234567'));
    expect(different).toEqual([[], []]);
    expect(notCompared).toEqual([[], []]);
  });

  it('is no difference, and is reported as not compared, if it is unknown', async () => {
    const { different, notCompared } = await after(everywhere('mystery=1'));
    const told = [
      'option mystery of TOAST tables, such as pg_toast.',
      'option mystery of columns, such as public.m.id',
      'option mystery of indexes, such as public.notes',
      'option mystery of tables, such as public.m',
      'option mystery of views, such as public.v',
    ];
    expect(different).toEqual([[], []]);
    expect(notCompared.map((labels) => labels.map((one) => one.replace(/pg_toast_\d+/u, '')))).toEqual([
      told,
      told,
    ]);
  });

  it('does not hide other options of the same object', async () => {
    const { different } = await after(`ALTER INDEX notes SET (fillfactor = 90);
      ALTER TABLE t SET (toast.autovacuum_enabled = on), ALTER note SET (n_distinct = 6);
      ALTER VIEW v SET (security_barrier = off); ${everywhere('pg_attver=1')}`);
    const changed = ['table public.t', 'column public.t.note', 'index public.notes', 'view public.v'];
    expect(different).toEqual([changed, changed]);
  });
});

it('the other options of a user-defined access method are compared', async () => {
  const { read, notCompared } = await after(`
    CREATE ACCESS METHOD buckets TYPE INDEX HANDLER hashhandler;
    CREATE OPERATOR CLASS ints FOR TYPE int4 USING buckets AS OPERATOR 1 =, FUNCTION 1 hashint4(int4);
    CREATE INDEX own ON t USING buckets (id ints);
    CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler;
    CREATE TABLE owned () USING pile;
    UPDATE pg_catalog.pg_class SET reloptions = '{of_mine=1,pg_attver=1}'
      WHERE oid IN ('own'::regclass, 'owned'::regclass)`);
  const [index, table] = ['index public.own', 'table public.owned'].map((key) => read.get(key)?.attributes);
  expect(index).toMatchObject({ definition: expect.stringContaining("WITH (of_mine='1')") as string });
  expect(table).toMatchObject({ options: ['of_mine=1'] });
  expect(notCompared).toEqual([[], []]);
});

/** Options that were added after PostgreSQL 14, with their versions. */
const later: Readonly<Record<string, number>> = {
  security_invoker: 15,
  autovacuum_vacuum_max_threshold: 18,
  vacuum_max_eager_freeze_failure_rate: 18,
};

/** Statements that set an option on each kind of object that has it. The server rejects unknown names. */
const setting: Readonly<Record<keyof typeof settableOptions, readonly ((option: string) => string)[]>> = {
  column: [(option) => `ALTER TABLE t ALTER id SET (${option} = 1)`],
  table: [(option) => `ALTER TABLE t SET (${option} = 50)`],
  index: ['btree (id)', 'gin (i)', 'gist (p)', 'brin (id)'].map(
    (columns) => (option) =>
      `CREATE TABLE x (id int, i int[], p point); CREATE INDEX ON x USING ${columns} WITH (${option} = 50)`,
  ),
  view: [(option) => `ALTER VIEW v SET (${option} = local)`],
  tablespace: [(option) => `ALTER TABLESPACE pg_default SET (${option} = 1)`],
};

it.each(
  Object.entries(settableOptions).flatMap(([holder, names]) =>
    names.map((name) => ({ holder: holder as keyof typeof settableOptions, name })),
  ),
)('$name of a $holder is an option of this server or of a newer one', async ({ holder, name }) => {
  const errors = await Promise.all(setting[holder].map((sql) => refusal(`BEGIN; ${sql(name)}; ROLLBACK`)));
  const isUnknown = errors.every((error) => error.includes('unrecognized parameter'));
  expect(isUnknown).toBe((later[name] ?? 0) > before.major);
});

async function refusal(sql: string): Promise<string> {
  const { session } = scratch;
  try {
    await session.query(sql);
    return '';
  } catch (error) {
    await session.query('ROLLBACK');
    return String(error);
  }
}
