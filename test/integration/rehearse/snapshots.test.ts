import { copyFile, cp, truncate, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { pgDumpMajor } from '../../support/pg-dump.js';
import { table } from '../cli/support/migrations.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useBench } from '../cli/support/bench.js';
import type { Project } from '../cli/support/project.js';
import { shop, shopDump } from './support/shop.js';
import { leftBehind } from './support/left-behind.js';

// The roles of a snapshot are created on the server.
const stopServer = await useOwnTestServer();
const bench = useBench();
afterAll(stopServer);
const snapshots = 'test/integration/rehearse/snapshots';

interface Printed {
  readonly verdict: string;
  readonly snapshot: { readonly server: string };
  readonly migrations: readonly { readonly name: string; readonly compared: readonly object[] }[];
  readonly notes: readonly string[];
}

let project: Project;

const rehearse = (line: string) => project.run(`rehearse ${line} --load-rate 0 --scratch-url ${bench.url}`);

async function rehearseJson(line: string): Promise<Printed> {
  const { stdout, stderr } = await rehearse(`${line} --json`);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Printed;
}

/** `alpha` with 200 rows, dumped by pg_dump of PostgreSQL 15; its column is dropped by the pending migration. */
const alpha = {
  'migrations/1_alpha.ts': table('alpha'),
  'migrations/2_note.js': `export const up = (pgm) => { pgm.dropColumn('alpha', 'note'); };
export const down = (pgm) => { pgm.addColumn('alpha', { note: 'text' }); };`,
};

const withPrograms = pgDumpMajor() > 0 ? describe : describe.skip;

withPrograms('an archive of pg_dump', () => {
  it.each(['alpha.dump', 'alpha.tar', 'alpha.dir'])('is restored from the form of %s', async (name) => {
    project = await bench.project(alpha);
    await cp(`${snapshots}/${name}`, project.path(name), { recursive: true });
    const { snapshot, migrations } = await rehearseJson(`--snapshot ${name}`);

    expect(snapshot.server).toMatch(/^15\./);
    expect(migrations).toMatchObject([{ name: '2_note', lost: [{ column: 'note', rows: 200 }] }]);
  });

  it('that is cut off is reported as damaged, and nothing is left behind', async () => {
    project = await bench.project(alpha);
    await copyFile(`${snapshots}/alpha.dump`, project.path('cut.dump'));
    await truncate(project.path('cut.dump'), 4500);
    const { code, stderr } = await rehearse('--snapshot cut.dump');

    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is damaged or incomplete') as string,
    });
  });
});

describe('a snapshot in SQL', () => {
  it('may be compressed with gzip', async () => {
    project = await bench.project(shop);
    await writeFile(project.path('shop.gz'), gzipSync(shopDump));
    const { migrations } = await rehearseJson('1 --snapshot shop.gz');

    expect(migrations).toMatchObject([{ name: '2_ready', verdict: 'ready' }]);
  });

  it('with INSERTs and of pg_dump --create is restored', async () => {
    project = await bench.project(shop);
    const inserts = shopDump
      .replace(
        /COPY public\.users[\s\S]*?\n\\\.\n/,
        "INSERT INTO public.users VALUES (1, 'a', 'b;');\nINSERT INTO public.users VALUES (2, 'c', NULL);\n",
      )
      .replace(
        'CREATE SCHEMA public;',
        'CREATE DATABASE shop;\nALTER DATABASE shop OWNER TO nobody;\n\\connect shop\nCREATE SCHEMA public;',
      );
    await project.write({ 'inserts.sql': inserts });
    const { migrations } = await rehearseJson('4 --snapshot inserts.sql');

    expect(migrations.at(-1)).toMatchObject({
      name: '5_loses',
      compared: [{ table: 'public.users', rows: 2 }],
    });
  });

  it.each([
    {
      what: 'a file that ends within its rows',
      content: shopDump.slice(0, 20_000),
      message: 'it ends within the rows of a table',
    },
    {
      what: 'a dump without its last line',
      content: shopDump.replace('-- PostgreSQL database dump complete', ''),
      message: 'its last line is missing',
    },
    {
      what: 'a truncated gzip file',
      content: gzipSync(shopDump).subarray(0, 8000),
      message: 'gzip reports: unexpected end of file',
    },
    {
      what: 'rows that do not fit',
      content: shopDump.replace('\n7\tuser7', '\nseven\tuser7'),
      message: 'invalid input syntax for type integer',
    },
    { what: 'an empty file', content: '', message: 'is empty' },
    {
      what: 'another encoding',
      content: shopDump.replace("'UTF8'", "'LATIN1'"),
      message: 'is encoded in LATIN1',
    },
    {
      what: 'a newer PostgreSQL',
      content: shopDump.replace('version 14.5', 'version 99.1'),
      message: 'is of PostgreSQL 99.1, which is newer than the server of the copy',
    },
    {
      what: 'several databases',
      content: `CREATE TABLE a ();\n\\connect other\n${shopDump}`,
      message: 'contains several databases',
    },
  ])('is refused with exit 2: $what', async ({ content, message }) => {
    project = await bench.project(shop);
    await writeFile(project.path('bad.sql'), content);
    const { code, stderr } = await rehearse('--snapshot bad.sql');

    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(await leftBehind(bench.session)).toEqual([]);
  });

  it('that needs extensions which the server lacks names all of them', async () => {
    project = await bench.project({ ...shop, 'shop.sql': withExtensions });
    const { code, stderr } = await rehearse('--snapshot shop.sql');

    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('lacks extensions of the snapshot: absent_one, absent-two') as string,
    });
  });

  it('is restored without them, and without what needs them, with --skip-extensions', async () => {
    project = await bench.project({ ...shop, 'shop.sql': withExtensions });
    const { notes, migrations } = await rehearseJson('1 --snapshot shop.sql --skip-extensions');

    expect(migrations).toMatchObject([{ verdict: 'ready' }]);
    expect(notes).toEqual(
      expect.arrayContaining([
        'extensions left out: absent_one, absent-two',
        'not restored without them: 1 statement, the first: CREATE TABLE public.shapes (shape absent_type)',
      ]),
    );
  });
});

const withExtensions = shopDump.replace(
  'CREATE SCHEMA public;',
  `CREATE EXTENSION IF NOT EXISTS absent_one WITH SCHEMA pg_catalog;
COMMENT ON EXTENSION absent_one IS 'one';
CREATE EXTENSION IF NOT EXISTS "absent-two";
CREATE SCHEMA public;
CREATE TABLE public.shapes (shape absent_type);`,
);

describe('--from', () => {
  let source: Scratch;

  beforeEach(async () => {
    source = await createScratch();
    await source.session.query(`
      CREATE TABLE pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
      INSERT INTO pgmigrations (name, run_on) VALUES ('1_alpha', now());
      CREATE TABLE alpha (id serial PRIMARY KEY, note text); INSERT INTO alpha (note) VALUES ('a'), ('b')`);
  });

  afterEach(() => source.drop());

  it('clones a database without connections on the same server, and changes nothing there', async () => {
    await source.session.close();
    project = await bench.project(alpha);
    const { verdict, migrations, notes } = await rehearseJson(`--from ${source.url}`);
    source = { ...source, session: await source.database.connect() };
    const { rows } = await source.session.query('SELECT note FROM alpha ORDER BY id');

    expect({ verdict, notes }).toEqual({
      verdict: 'loses-data',
      notes: ['the copy was cloned on the same server'],
    });
    expect(migrations).toMatchObject([{ lost: [{ column: 'note', rows: 2 }] }]);
    expect(rows).toEqual([{ note: 'a' }, { note: 'b' }]);
  });

  it('reports a server that cannot be reached, without the password', async () => {
    project = await bench.project(alpha);
    const { code, stderr } = await rehearse('--from postgres://me:geheim@127.0.0.1:1/shop');

    expect(code).toBe(3);
    expect(stderr).not.toContain('geheim');
  });
});

describe('the flags of a rehearsal', () => {
  it.each([
    { line: '', message: 'neither --snapshot nor --from is given' },
    { line: '--snapshot a --from postgres://x/y', message: '--snapshot and --from exclude each other' },
    { line: '--snapshot absent.dump', message: 'there is no such file' },
    { line: '--snapshot shop.sql --max-stall 2', message: '--max-stall 2 has no unit' },
    { line: '--snapshot shop.sql --max-loss few', message: '--max-loss few is not a number' },
    { line: '--snapshot shop.sql --load absent.sql', message: '--load absent.sql cannot be read' },
    { line: '--snapshot shop.sql --report r.pdf', message: 'unknown file extension' },
    { line: '--snapshot shop.sql --anonymise absent.sql', message: '--anonymise' },
    { line: '--snapshot shop.sql --anonymise bad.sql', message: 'column "absent" does not exist' },
    { line: '--snapshot shop.sql --load bad.sql --load-rate 1', message: 'fails on the copy' },
  ])('are checked: rehearse $line', async ({ line, message }) => {
    project = await bench.project({ ...shop, 'bad.sql': 'SELECT absent FROM users;' });
    const { code, stderr } = await project.run(
      `rehearse ${line}${line.includes('scratch') ? '' : ` --scratch-url ${bench.url}`}`,
    );

    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
  });

  it('run SQL on the copy first, and send the load of a file', async () => {
    project = await bench.project({
      ...shop,
      'anonymise.sql':
        "UPDATE public.users SET email = 'a' || id; -- that is all\nDELETE FROM users WHERE id >= 1000;",
      'load.sql':
        "-- name: how many\n-- weight: 2\nSELECT count(*) FROM users WHERE email = 'a7';\nUPDATE users SET note = note WHERE id = 3;",
    });
    const files = '--anonymise anonymise.sql --load load.sql --load-rate 20';
    const { stdout } = await project.run(
      `rehearse 1 --snapshot shop.sql ${files} --scratch-url ${bench.url} --json`,
    );
    const printed = JSON.parse(stdout) as { tables: readonly object[]; load: object };

    expect(printed).toMatchObject({
      tables: [{ name: 'public.users', rows: 1000 }],
      load: { origin: 'file', rate: 20, statements: [{ name: 'how many', weight: 2 }, { weight: 1 }] },
    });
  });
});

describe('an interrupted rehearsal', () => {
  it('ends with exit 130, and leaves neither the copy nor its roles', async () => {
    project = await bench.project({
      'shop.sql': shopDump,
      'migrations/1_users.js': shop['migrations/1_users.js'],
      'migrations/2_long.js':
        'export const up = (pgm) => { pgm.sql("SELECT pg_sleep(60) /* rehearsal of the shop */"); };',
    });
    const running = project.start(`rehearse --snapshot shop.sql --scratch-url ${bench.url}`);
    while ((await bench.session.query(SLEEPING)).rows.length === 0) {
      if (running.process.exitCode !== null) throw new Error((await running.finished).stderr);
    }
    running.process.kill('SIGINT');
    const { code, stderr } = await running.finished;

    expect({ code, stderr }).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('error: interrupted') as string,
    });
    expect((await bench.session.query(SLEEPING)).rows).toEqual([]);
    expect(await leftBehind(bench.session)).toEqual([]);
  });
});

const SLEEPING = `
  SELECT FROM pg_catalog.pg_stat_activity AS a
  WHERE a.query LIKE '%rehearsal of the shop%' AND a.state = 'active' AND a.pid <> pg_catalog.pg_backend_pid()`;
