import { readFile } from 'node:fs/promises';
import { XMLParser } from 'fast-xml-parser';
import type { CommandResult } from '../../support/run-command.js';
import { browserPath, openBrowser } from '../../support/browser.js';
import { sql } from '../cli/support/migrations.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useBench } from '../cli/support/bench.js';
import type { Project } from '../cli/support/project.js';
import { shop } from './support/shop.js';
import { leftBehind } from './support/left-behind.js';

// The roles of a snapshot are created on the server.
const stopServer = await useOwnTestServer();
const bench = useBench();
afterAll(stopServer);

interface Rehearsed {
  readonly name: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly up: { readonly rows: number; readonly statements: readonly { readonly sql: string }[] } | null;
  readonly down: object | null;
  readonly upAgain: object | null;
  readonly lost: readonly object[];
  readonly differences: readonly object[];
  readonly error: { readonly phase: string; readonly code: string } | null;
  readonly notes: readonly string[];
}

interface Printed {
  readonly verdict: string;
  readonly snapshot: object;
  readonly load: { readonly origin: string; readonly timeline: readonly object[] };
  readonly migrations: readonly Rehearsed[];
  readonly notRun: readonly string[];
  readonly notes: readonly string[];
}

let project: Project;
let result: CommandResult;
let printed: Printed;

/** The test server keeps its data in memory; the embedded one is tested elsewhere. */
const onBench = () => `--scratch-url ${bench.url}`;

async function rehearseJson(line: string): Promise<Printed & { readonly code: number | null }> {
  const { code, stdout, stderr } = await project.run(`rehearse ${line} ${onBench()} --json`);
  if (stdout === '') throw new Error(stderr);
  return { code, ...(JSON.parse(stdout) as Printed) };
}

describe('a rehearsal', () => {
  beforeAll(async () => {
    project = await bench.project(shop);
    const reports = ['r.html', 'r.md', 'r.xml'].map((file) => `--report ${file}`).join(' ');
    result = await project.run(
      `rehearse --snapshot shop.sql --max-stall 600ms --max-duration 1300ms ${reports} ${onBench()} --json`,
    );
    printed = JSON.parse(result.stdout) as Printed;
  });

  it('gives each migration its verdict, and exits 1', () => {
    expect([
      result.code,
      printed.verdict,
      ...printed.migrations.map(({ name, verdict }) => `${name}: ${verdict}`),
    ]).toEqual([
      1,
      'loses-data',
      '2_ready: ready',
      '3_blocks: blocks',
      '4_slow: slow',
      '5_loses: loses-data',
    ]);
  });

  it('names the rows and values that are lost, and the statement that lost them', () => {
    expect(printed.migrations.at(-1)?.lost).toEqual([
      {
        table: 'public.users',
        column: null,
        rows: 100,
        statement: 'DELETE FROM users WHERE id < 100',
        direction: 'up',
        written: 'before',
      },
      {
        table: 'public.users',
        column: 'note',
        rows: 1900,
        statement: 'ALTER TABLE users DROP COLUMN note',
        direction: 'up',
        written: 'before',
      },
    ]);
  });

  it('measures up, down and up again, statement by statement', () => {
    const { up, down, upAgain } = printed.migrations.at(-1) ?? {};

    expect(up).toMatchObject({
      rows: 100,
      statements: [
        { sql: 'DELETE FROM users WHERE id < 100', rows: 100 },
        { sql: 'ALTER TABLE users DROP COLUMN note', rows: 0 },
      ],
    });
    expect(down).toMatchObject({ rows: 0, transaction: 'one' });
    expect(upAgain).toMatchObject({ rows: 0 });
  });

  it('describes the snapshot, and what restoring it needed', () => {
    expect(printed.snapshot).toMatchObject({ takenAt: '2026-01-02T03:04:05', server: '14.5' });
    expect(printed.notes).toContainEqual(
      'roles that did not exist were created without login: rehearsal Owner, rehearsal_reader',
    );
  });

  it('sends a load that is generated from the tables, and reports its latencies', () => {
    expect(printed.load).toMatchObject({
      origin: 'generated',
      statements: [
        { name: 'read public.users' },
        { name: 'update public.users' },
        { name: 'insert public.users' },
      ],
    });
    expect(printed.load.timeline.length).toBeGreaterThan(20);
  });

  it('leaves nothing behind on the server', async () => {
    expect(await leftBehind(bench.session)).toEqual([]);
  });

  it('writes a JUnit report with a failure for each migration that is not ready', async () => {
    const xml = new XMLParser({ ignoreAttributes: false }).parse(
      await readFile(project.path('r.xml'), 'utf8'),
    ) as {
      testsuites: { testsuite: { testcase: readonly { failure?: { '@_type': string } }[] } };
    };

    expect(xml.testsuites.testsuite.testcase.map(({ failure }) => failure?.['@_type'])).toEqual([
      undefined,
      'blocks',
      'slow',
      'loses-data',
    ]);
  });

  it('writes a Markdown report with a table of the migrations', async () => {
    const text = await readFile(project.path('r.md'), 'utf8');

    expect(text).toContain('# Rehearsal: loses data');
    expect(text).toMatch(/\| ❌ blocks \| `3_blocks` \|/);
  });

  (browserPath === undefined ? it.skip : it)(
    'writes a page that shows the timeline in both themes, runs no script and loads nothing',
    async () => {
      const browser = await openBrowser();
      try {
        const page = await browser.newPage();
        const requests: string[] = [];
        const complaints: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => complaints.push(message.text()));
        const address = `file://${project.path('r.html')}`;
        await page.goto(address);
        const SHOWN = `({
          bars: document.querySelectorAll('svg .latency').length,
          over: document.querySelectorAll('svg .latency.over').length,
          steps: document.querySelectorAll('svg .step').length,
          scripts: document.querySelectorAll('script').length,
          ink: getComputedStyle(document.querySelector('svg .latency')).fill,
          beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        })`;
        const shown = () => page.evaluate<Record<string, unknown>>(SHOWN);
        const light = await shown();
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await shown();

        expect(light).toMatchObject({ steps: 12, scripts: 0, beyond: 0 });
        expect(Number(light.over)).toBeGreaterThan(0);
        expect(Number(light.bars)).toBeGreaterThan(20);
        expect(dark.ink).not.toBe(light.ink);
        expect(requests).toEqual([address]);
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

/** Rehearsed in one run, each on the state that those before it leave. */
const several = {
  '2_table': sql('CREATE TABLE notes (id int PRIMARY KEY, note text)', 'DROP TABLE notes'),
  '3_column': sql('ALTER TABLE users ADD COLUMN phone text', 'ALTER TABLE users DROP COLUMN phone'),
  '4_values': sql(
    "UPDATE users SET note = 'short' WHERE id < 7",
    "UPDATE users SET note = 'long' WHERE note = 'short' AND id < 9",
  ),
  '5_renamed': sql(
    'ALTER TABLE users RENAME COLUMN note TO remark',
    'ALTER TABLE users RENAME COLUMN remark TO note',
  ),
  '6_five': sql('DELETE FROM users WHERE id < 5', 'SELECT 1'),
  '7_schema': sql('CREATE SCHEMA IF NOT EXISTS extra', 'SELECT 1'),
  '8_down': sql('SELECT 1', 'DROP TABLE absent'),
  '90_truncated': sql('TRUNCATE users', 'SELECT 1'),
  '91_one-way': 'export const up = (pgm) => { pgm.sql("DROP TABLE notes"); };\nexport const down = false;',
  '92_fails': sql('SELECT 1/0'),
  '93_never': sql('SELECT 1'),
} as const;

describe('a rehearsal of several migrations', () => {
  let all: Awaited<ReturnType<typeof rehearseJson>>;
  const of = (name: keyof typeof several) => all.migrations.find((one) => one.name === name);

  beforeAll(async () => {
    project = await bench.project({
      'shop.sql': shop['shop.sql'],
      'migrations/1_users.js': shop['migrations/1_users.js'],
      ...Object.fromEntries(Object.entries(several).map(([name, text]) => [`migrations/${name}.js`, text])),
    });
    all = await rehearseJson('--snapshot shop.sql --load-rate 0 --max-loss 5');
  });

  it('counts rows that users write between the up and the down', () => {
    expect(of('2_table')).toMatchObject({
      verdict: 'ready',
      lost: [
        { table: 'public.notes', column: null, rows: 3, statement: 'DROP TABLE notes', written: 'since' },
      ],
    });
  });

  it('writes rows to tables that have some, and counts the values of a new column', () => {
    expect(of('3_column')?.lost).toMatchObject([
      { table: 'public.users', column: 'phone', rows: 3, written: 'since' },
    ]);
  });

  it('finds values that the down does not restore exactly', () => {
    expect(of('4_values')).toMatchObject({
      verdict: 'loses-data',
      lost: [
        {
          column: 'note',
          rows: 7,
          statement: "UPDATE users SET note = 'short' WHERE id < 7",
          direction: 'up',
        },
      ],
    });
  });

  it('finds no loss where the down restores all that the up changed', () => {
    expect(of('5_renamed')).toMatchObject({ verdict: 'ready', lost: [], compared: [] });
  });

  it('allows as many lost rows as --max-loss', () => {
    expect(of('6_five')).toMatchObject({ verdict: 'ready', lost: [{ rows: 5 }] });
  });

  it('finds that the down does not restore the schema', () => {
    expect(of('7_schema')).toMatchObject({
      verdict: 'fails',
      differences: [{ kind: 'schema', name: 'extra', change: 'left' }],
    });
  });

  it('reports a down that fails, and goes on from the state after the up', () => {
    expect(of('8_down')).toMatchObject({
      verdict: 'fails',
      error: {
        phase: 'down',
        message: 'table "absent" does not exist',
        code: '42P01',
        statement: 'DROP TABLE absent;',
      },
      reasons: ['the down fails: table "absent" does not exist'],
      upAgain: null,
    });
  });

  it('finds rows that a truncated table lost', () => {
    expect(of('90_truncated')?.lost).toMatchObject([
      { column: null, rows: 1995, statement: 'TRUNCATE users' },
    ]);
  });

  it('rehearses only the up of a migration that has no down', () => {
    expect(of('91_one-way')).toMatchObject({
      down: null,
      upAgain: null,
      notes: ['it has no down, so that only the up was rehearsed'],
    });
  });

  it('ends after an up that fails, and names the migrations that were not run', () => {
    expect([all.code, all.verdict, of('92_fails')?.verdict, all.notRun]).toEqual([
      1,
      'fails',
      'fails',
      ['93_never'],
    ]);
  });
});

describe('a rehearsal', () => {
  it('writes no rows with --rows none, and runs a number of migrations', async () => {
    project = await bench.project({
      'shop.sql': shop['shop.sql'],
      'migrations/1_users.js': shop['migrations/1_users.js'],
      'migrations/2_table.js': several['2_table'],
      'migrations/3_schema.js': several['7_schema'],
    });
    const { migrations } = await rehearseJson('1 --snapshot shop.sql --load-rate 0 --rows none');

    expect(migrations).toMatchObject([{ name: '2_table', verdict: 'ready', lost: [], written: [] }]);
  });

  it('has nothing to do where no migration is pending', async () => {
    project = await bench.project({
      'shop.sql': shop['shop.sql'],
      'migrations/1_users.js': shop['migrations/1_users.js'],
    });
    const { code, stdout } = await project.run(`rehearse --snapshot shop.sql ${onBench()}`);

    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: 'no pending migrations',
    });
  });
});
