import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { breakLists } from '../../../src/schema-docs/sql/break-lists.js';
import { kitchenSink } from '../../pair-cases/kitchen-sink.js';
import { casesFor } from '../../support/all-cases.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { differencesAfterLoading, catalogOf, fileFor, fileOf, remarksOf } from '../../support/schema-sql.js';
import { createScratch, testServerMajor, type Scratch } from '../../support/scratch.js';
import { createSinkRoles } from '../../support/sink-database.js';
import { generateIn } from './support/generated.js';

const stopServer = await useOwnTestServer();
const major = await testServerMajor();
const everything = await readFile(new URL('../introspect/everything.sql', import.meta.url), 'utf8');

/** Every sixtieth case, with a different selection on each version, and those whose order is special. `npm run bench:schema-sql` runs all. */
const share = 60;
const sample = (await casesFor(major)).filter(
  ({ name, base = '', change }, index) =>
    (index % share === major || name.startsWith('foreign keys that are switched')) &&
    !(base + change).includes('CREATE ROLE'),
);

let empty: Scratch;
let dropRoles: () => Promise<void>;

beforeAll(async () => {
  empty = await createScratch();
  dropRoles = await createSinkRoles(empty.session);
});

afterAll(async () => {
  await dropRoles();
  await empty.drop();
  await stopServer();
});

describe('schema.sql', () => {
  it.each([
    ['the kitchen sink', () => kitchenSink(major)],
    ['a schema of many kinds', () => everything],
  ])('of %s creates an equal catalog', async (_name, sql) => {
    const original = await createScratch();
    await original.session.query(sql());
    const { objects } = await readCatalog(original.session);
    const file = await fileFor(original.session);
    const result = { remarks: remarksOf(file), differing: await differencesAfterLoading(file, objects) };
    expect(result).toEqual({ remarks: [], differing: [] });
    expect(await fileFor(original.session)).toBe(file);
    await original.drop();
  });

  it.each(['.', 'examples/tenancy', 'examples/community', 'examples/notification-emails'])(
    'of the migrations in %s creates an equal catalog',
    async (folder) => {
      const file = (await generateIn(resolve(folder))).get('schema.sql') ?? '';
      expect(remarksOf(file)).toEqual([]);
      expect(await differencesAfterLoading(file, await catalogOf(file))).toEqual([]);
      if (major === 18) expect(await readFile(resolve(folder, 'docs/schema/schema.sql'), 'utf8')).toBe(file);
    },
  );

  it.each(sample)('creates $name', async ({ base = '', change }) => {
    expect(remarksOf(await fileOf([`${base};${change}`]))).toEqual([]);
  });

  it('has a block for each object, with all of its parts, sorted by kind and name', async () => {
    const file = await fileOf([
      `CREATE TABLE b (id serial PRIMARY KEY, a_id int); CREATE TABLE a (id int PRIMARY KEY, b_id int REFERENCES b);
       ALTER TABLE b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES a; CREATE INDEX b_a ON b (a_id);
       COMMENT ON COLUMN b.a_id IS 'x'; CREATE VIEW v AS SELECT id FROM a; CREATE TYPE mood AS ENUM ('sad', 'ok, then')`,
    ]);
    const titles = file.match(/^-- (?:type|table|view|sequence) .*(?= {2}\[)/gm);
    expect(titles).toEqual([
      '-- type public.mood',
      '-- table public.a',
      '-- table public.b',
      '-- table public.a, continued',
      '-- table public.b, continued',
      '-- view public.v',
    ]);
    expect(file).toContain("CREATE TYPE public.mood AS ENUM (\n  'sad',\n  'ok, then'\n);");
    expect(/-- table public\.b {2}\[[^]*?\n\n/.exec(file)?.[0]).toContain('OWNED BY public.b.id;');
  });

  it('conflicts in git where two branches change different parts of one object, and only there', async () => {
    const base = 'CREATE TABLE a (id int, b int, c int, d int, e int, f int); CREATE TABLE z (id int)';
    const versions = await Promise.all([
      fileOf([base]),
      fileOf([base, 'ALTER TABLE a ALTER COLUMN b SET NOT NULL']),
      fileOf([base, "COMMENT ON TABLE a IS 'here'"]),
      fileOf([base, "COMMENT ON TABLE z IS 'elsewhere'"]),
    ]);
    const [ancestor, mine, sameTable, otherTable] = versions;
    expect(await merge(mine, ancestor, sameTable)).toContain('<<<<<<<');
    expect(await merge(mine, ancestor, otherTable)).not.toContain('<<<<<<<');
  });

  it('does not name the role of the migrations, and lists other roles', async () => {
    const file = await fileOf([
      `CREATE TABLE t (id int); GRANT SELECT ON t TO pair_reader; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pair_reader`,
    ]);
    expect(file).toContain('-- Roles that must exist: pair_reader\n');
    const { rows } = await empty.session.query<{ name: string }>('SELECT current_user AS name');
    expect(file).not.toMatch(new RegExp(`\\b${rows[0]?.name ?? ''}\\b`));
  });

  it('names an object that no statement can create exactly', async () => {
    const lost = `CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a);
      ALTER TABLE t REPLICA IDENTITY USING INDEX i; DROP INDEX i`;
    expect(remarksOf(await fileOf([lost]))).toEqual(['-- Not exact: table public.t']);
  });
});

async function merge(...versions: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-merge-'));
  const paths = versions.map((_, index) => join(folder, `${index}.sql`));
  for (const [index, path] of paths.entries()) await writeFile(path, versions[index] ?? '');
  return promisify(execFile)('git', ['merge-file', '-p', ...paths]).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

describe('a list of a definition', () => {
  it.each([
    ['CREATE TABLE t (a int, b numeric(3, 2));', 'CREATE TABLE t (\n  a int,\n  b numeric(3, 2)\n);'],
    [
      `CREATE TABLE t ("a, (b" text DEFAULT 'x, (y', c int[]);`,
      `CREATE TABLE t (\n  "a, (b" text DEFAULT 'x, (y',\n  c int[]\n);`,
    ],
    ['CREATE TABLE t ();', 'CREATE TABLE t ();'],
    ['CREATE TABLE t (a int);', 'CREATE TABLE t (\n  a int\n);'],
    ["CREATE TYPE m AS ENUM ('a', 'b''c,');", "CREATE TYPE m AS ENUM (\n  'a',\n  'b''c,'\n);"],
    ['CREATE INDEX i ON t (a, b);', 'CREATE INDEX i ON t (a, b);'],
    [
      "CREATE TABLE p PARTITION OF t FOR VALUES IN ('a', 'b');",
      "CREATE TABLE p PARTITION OF t FOR VALUES IN (\n  'a',\n  'b'\n);",
    ],
  ])('%s is broken into lines', (statement, lines) => {
    expect(breakLists(statement)).toBe(lines);
  });
});
