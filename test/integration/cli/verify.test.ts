import { XMLParser } from 'fast-xml-parser';
import { readFile } from 'node:fs/promises';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { createProject, type Project } from './support/project.js';

const migrations = {
  'migrations/1_customers.sql': `
-- Up Migration
CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE customers (
  id int PRIMARY KEY, email text NOT NULL CONSTRAINT customers_email_key UNIQUE, mood mood DEFAULT 'happy',
  CONSTRAINT customers_email_check CHECK (email <> ''));
CREATE INDEX customers_mood_idx ON customers (mood);
-- Down Migration
DROP TABLE customers; DROP TYPE mood;`,
  'migrations/2_orders.sql': `
-- Up Migration
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers ON DELETE CASCADE);
-- Down Migration
DROP TABLE orders;`,
};

const ignored = { kind: 'schema', name: 'monitoring', reason: 'made by the monitoring' };
const stale = { kind: 'table', name: 'public.gone_*', reason: 'made by a job' };

const drift = `
  CREATE SCHEMA monitoring; CREATE TABLE monitoring.checks (id int);
  ALTER TYPE mood ADD VALUE 'calm'; DROP INDEX customers_mood_idx; ALTER TABLE orders ADD "note <&>" text`;

const NOW = 'SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname = $1';

let live: Scratch;
let project: Project;

beforeAll(async () => {
  live = await createScratch();
  project = await createProject(migrations, { DATABASE_URL: live.url });
  await project.run('up');
});

afterAll(async () => {
  await project.remove();
  await live.drop();
});

interface VerifyJson {
  readonly findings: readonly { readonly change: string; readonly kind: string; readonly name: string }[];
  readonly repair: { readonly database: readonly string[]; readonly expectation: readonly string[] };
  readonly ignored: readonly object[];
  readonly staleRules: readonly object[];
}

describe('verify', () => {
  it('compares all objects of the migrations, table by table, and omits its own records', async () => {
    expect((await live.session.query(NOW, ['roundtrip'])).rows).toHaveLength(1);
    const { code, stdout, stderr } = await project.run('verify');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^PostgreSQL \S+, \S+\n$/)]);
    expect(stdout.slice(0, stdout.indexOf('the database'))).toBe(`\
✓ table public.customers
  ✓ enum public.mood (happy, sad)
  ✓ 3 columns: id, email, mood
  ✓ 1 primary key: customers_pkey
  ✓ 1 unique constraint: customers_email_key
  ✓ 1 check constraint: customers_email_check
  ✓ 1 index: customers_mood_idx
  ✓ 2 indexes behind constraints: customers_email_key, customers_pkey
✓ table public.orders
  ✓ 2 columns: id, customer_id
  ✓ 1 primary key: orders_pkey
  ✓ 1 foreign key: orders_customer_id_fkey
  ✓ 1 index behind a constraint: orders_pkey
✓ 1 schema: public
✓ 1 extension: plpgsql

`);
    expect(stdout).toMatch(/^the database matches its migrations, in /m);
  });

  describe('verify on a database with manual changes', () => {
    beforeAll(async () => {
      await live.session.query(drift);
      await project.write({ 'roundtrip.json': JSON.stringify({ verify: { ignore: [ignored, stale] } }) });
    });

    it('lists missing, different and additional objects, with SQL in both directions', async () => {
      const { code, stdout } = await project.run('verify --verbose');
      expect(code).toBe(1);
      for (const part of [
        '✗ table public.customers\n  ✗ enum public.mood (happy, sad)  different\n  ✓ 3 columns',
        '  ✗ 0 of 1 index\n      customers_mood_idx  missing\n',
        '  ✗ 2 columns: id, customer_id\n      "note <&>"  drift\n',
        'drift: in the database, not created by any migration\n  column public.orders."note <&>"\n    + text\n',
        '  ALTER TABLE public.orders DROP COLUMN "note <&>";\n',
        '  CREATE INDEX customers_mood_idx ON public.customers USING btree (mood);\n',
        '  DROP INDEX public.customers_mood_idx;\n',
        "  ALTER TYPE public.mood ADD VALUE 'calm' AFTER 'sad';\n",
        'ignored\n  schema monitoring, by "schema monitoring" of roundtrip.json: made by the monitoring\n',
        'the database does not match its migrations: 1 missing, 1 different, 1 drift, 2 ignored, in ',
        'unused ignore rule: "table public.gone_*" of roundtrip.json: made by a job matches no difference',
      ])
        expect(stdout).toContain(part);
    });

    it('writes the same report as JSON, JUnit XML and Markdown', async () => {
      const reports = '--report out/a.json --report out/a.xml --report out/a.md';
      const { code, stdout } = await project.runArgs([
        ...`verify --json ${reports} --ignore`.split(' '),
        'column public.orders.*',
      ]);
      const json = JSON.parse(stdout) as VerifyJson;
      expect([code, JSON.parse(await readFile(project.path('out/a.json'), 'utf8'))]).toEqual([1, json]);
      expect(json).toMatchObject({
        format: 'roundtrip.verify/1',
        verdict: 'different',
        comparedWith: 'migrations',
        migrations: { applied: ['1_customers', '2_orders'], pending: [] },
        findings: [
          { kind: 'type', name: 'public.mood', change: 'different' },
          { kind: 'index', name: 'public.customers_mood_idx', change: 'missing', actual: null },
        ],
        staleRules: [{ kind: 'table', name: 'public.gone_*' }],
      });
      expect(json.ignored).toHaveLength(3);
      expect(json.repair.expectation).toContain('DROP INDEX public.customers_mood_idx;');
      const xml = new XMLParser({ ignoreAttributes: false }).parse(
        await readFile(project.path('out/a.xml'), 'utf8'),
      ) as JunitFile;
      const cases = xml.testsuites.testsuite.testcase;
      expect(cases.map((one) => [one['@_name'], one.failure?.['@_type']])).toEqual([
        ['table public.customers', 'missing'],
        ['table public.orders', undefined],
        ['enum public.mood', 'different'],
        ['schema', undefined],
        ['extension', undefined],
      ]);
      const markdown = await readFile(project.path('out/a.md'), 'utf8');
      expect(markdown).toContain('# Database: the database does not match its migrations\n');
      expect(markdown).toContain(
        '| `table public.customers` | ❌ missing `index public.customers_mood_idx` |',
      );
    });
  });

  it('compares with another database: --against', async () => {
    const other = await createScratch();
    try {
      await project.run('up 1', { DATABASE_URL: other.url });
      const { code, stdout } = await project.runArgs(['verify', '--against', other.url]);
      expect(code).toBe(1);
      for (const part of [
        `B is 127.0.0.1:`,
        'migration 2_orders is applied only in A',
        'only in B\n  index public.customers_mood_idx\n',
        'only in A\n',
        'to make A match B, run on A (drops delete rows, too):\n',
        'to make B match A, run on B (drops delete rows, too):\n',
        'A and B differ: 1 only in B, 1 different, 1 only in A, 1 migration applied in only one of them, 2 ignored',
      ])
        expect(stdout).toContain(part);
    } finally {
      await other.drop();
    }
  });

  it('reports all errors of a command line at once, before it connects', async () => {
    const { code, stdout, stderr } = await project.runArgs([
      ...['verify', '--ignore', 'tabel x', '--ignore', 'table'],
      ...['--database-url', 'postgres://127.0.0.1:1/none'],
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--ignore "tabel x" is not a kind of object and a name');
    expect(stderr).toContain('--ignore "table" is not a kind of object and a name');
  });

  it('requires the files of applied migrations', async () => {
    const { code, stderr } = await project.run('verify --migrations-dir elsewhere');
    expect([code, stderr]).toEqual([2, expect.stringContaining('elsewhere')]);
    const moved = await createProject(
      { 'migrations/2_orders.sql': migrations['migrations/2_orders.sql'] },
      { DATABASE_URL: live.url },
    );
    const { code: second, stderr: said } = await moved.run('verify');
    await moved.remove();
    expect([second, said]).toEqual([
      2,
      expect.stringContaining('files of applied migrations are missing: 1_customers'),
    ]);
  });
});

interface JunitFile {
  readonly testsuites: {
    readonly testsuite: {
      readonly testcase: readonly {
        readonly '@_name': string;
        readonly failure?: { readonly '@_type': string };
      }[];
    };
  };
}
