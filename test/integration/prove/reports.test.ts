import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { readFile } from 'node:fs/promises';
import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

const files = {
  '1_clean.js': migration('CREATE TABLE users (id int PRIMARY KEY)', 'DROP TABLE users'),
  '2_left.js': migration("CREATE TYPE mood AS ENUM ('<sad>', 'o\"k', 'a & b', '100%: a, b')", 'SELECT 1'),
  '3_once.js':
    'export const up = (pgm) => pgm.sql("CREATE SCHEMA s");\nexport const down = false; // archived\n',
  '4_fails.js': migration('CREATE TABLE t (id int)', "DROP TABLE nothing -- '\u0007 ]]>'"),
  '5_stops.js': migration('SELECT 1 / 0', ''),
  '6_never.js': migration('SELECT 1', ''),
};

interface TestCase {
  readonly '@_name': string;
  readonly failure?: { readonly '@_type': string; readonly '#text': string };
  readonly skipped?: unknown;
}

describe('prove --report', () => {
  it('writes every format by the extension of the file name, also with findings', async () => {
    const suite = await project(files);
    const { code, report } = await proveIn(
      suite,
      '--report out/deep/junit.xml --report out/proof.md --report proof.JSON',
    );
    expect(code).toBe(1);
    expect(JSON.parse(await readFile(suite.path('proof.JSON'), 'utf8'))).toEqual(report);
    const markdown = await readFile(suite.path('out/proof.md'), 'utf8');
    expect(markdown).toContain('| `2_left` | ❌ leaves traces | `migrations/2_left.js:2` |');
    expect(markdown).toContain('```sql\nDROP TYPE public.mood;\n```');
    const xml = await readFile(suite.path('out/deep/junit.xml'), 'utf8');
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is one package more for one line
    expect(XMLValidator.validate(xml)).toBe(true);
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(xml) as {
      testsuites: { testsuite: { testcase: readonly TestCase[] } };
    };
    const cases = parsed.testsuites.testsuite.testcase;
    expect(cases.map((one) => [one['@_name'], one.failure?.['@_type'], 'skipped' in one])).toEqual([
      ['1_clean', undefined, false],
      ['2_left', 'leaves-traces', false],
      ['3_once', undefined, true],
      ['4_fails', 'fails', false],
      ['5_stops', 'fails', false],
      ['6_never', undefined, true],
    ]);
    expect(cases[1]?.failure?.['#text']).toContain("+ enum (<sad>, 'o\"k', a & b, '100%: a, b')");
    expect(parsed.testsuites.testsuite).toMatchObject({
      '@_tests': '6',
      '@_failures': '3',
      '@_skipped': '2',
    });
  });

  it('rejects an unknown extension before anything runs', async () => {
    const suite = await project({ '1_broken.js': 'this is no code' });
    const { code, stderr } = await suite.run('prove --report proof.xml --report proof.pdf');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(
        '--report proof.pdf: unknown file extension\nThe file name of a report must end in .xml, .md, .html, .json, .sarif, .codequality.json.',
      ),
    ]);
  });

  it('reports a file that it cannot write', async () => {
    const suite = await project({ '1_clean.js': files['1_clean.js'] });
    const { code, stderr } = await suite.run('prove --report migrations/1_clean.js/proof.xml');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('migrations/1_clean.js/proof.xml cannot be written'),
    ]);
  });
});

describe('report merge', () => {
  const numbers = ['1', '2'];

  it('makes of two shards the reports of one proof, with its exit code', async () => {
    const suite = await project({ ...files, '2_left.js': files['1_clean.js'].replaceAll('users', 'others') });
    for (const number of numbers) await suite.run(`prove --shard ${number}/2 --report shard${number}.json`);
    const all = (name: string) => `--report ${name}.xml --report ${name}.md --report ${name}.sarif`;
    const whole = await proveIn(suite, `${all('whole')} --report whole.codequality.json`);
    const merged = await suite.run(
      `report merge shard2.json shard1.json --json ${all('merged')} --report merged.codequality.json`,
    );
    const { migrations } = JSON.parse(merged.stdout) as typeof whole.report;
    const results = (list: readonly object[]) => list.map((one) => ({ ...one, milliseconds: 0 }));
    expect([merged.code, results(migrations)]).toEqual([1, results(whole.report.migrations)]);
    const readAll = (name: string) =>
      Promise.all(
        ['xml', 'md', 'sarif', 'codequality.json'].map((ending) =>
          readFile(suite.path(`${name}.${ending}`), 'utf8'),
        ),
      );
    const [mergedFiles, wholeFiles] = await Promise.all([readAll('merged'), readAll('whole')]);
    const timeless = (text: string) => text.replace(/time="[\d.]+"|[\d.]+ m?s on|proven in .*$/gm, 'TIME');
    expect(mergedFiles.map(timeless)).toEqual(wholeFiles.map(timeless));
    const { stdout } = await suite.run('report merge shard1.json shard2.json', { GITHUB_ACTIONS: 'true' });
    expect(stdout).toContain('4_fails  migrations/4_fails.js:2\n  the down fails:');
    expect(stdout).toMatch(/^6 migrations: not reversible, 2 with findings, 1 not run, in /m);
    expect(stdout).toContain('::error file=migrations/5_stops.js,line=1,title=5_stops fails::');
  });

  it('reports a missing shard and a missing file', async () => {
    const suite = await project({ '1_clean.js': files['1_clean.js'] });
    await suite.run('prove --shard 1/2 --report shard1.json --rows none');
    const alone = await suite.run('report merge shard1.json');
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('shard 2/2 is missing')]);
    const gone = await suite.run('report merge shard1.json shard2.json');
    expect([gone.code, gone.stderr]).toEqual([
      2,
      expect.stringContaining('the report shard2.json cannot be read'),
    ]);
  });
});

describe('prove --report of findings at places', () => {
  it('writes SARIF and Code Quality with paths from the root of the repository, and accepted findings as suppressed', async () => {
    const suite = await project({
      ...files,
      '2_left.js': `// roundtrip: accept leaves-traces *: it stays\n${files['2_left.js']}`,
    });
    const parent = suite.directory.replace(/\/[^/]*$/, '');
    const folder = suite.directory.slice(parent.length + 1);
    const reports = '--report a.sarif --report a.codequality.json';
    await suite.run(`prove ${reports}`, { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: parent });
    const [sarif = '', quality = ''] = await Promise.all(
      ['a.sarif', 'a.codequality.json'].map((name) => readFile(suite.path(name), 'utf8')),
    );
    const { runs } = JSON.parse(sarif) as {
      runs: [{ results: { ruleId: string; locations: object[]; suppressions?: object[] }[] }];
    };
    expect(runs[0].results.map(({ ruleId, suppressions }) => [ruleId, suppressions?.length])).toEqual([
      ['leaves-traces', 1],
      ['fails', undefined],
      ['fails', undefined],
    ]);
    expect(runs[0].results[1]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: `${folder}/migrations/4_fails.js` },
          region: { startLine: 2 },
        },
      },
    ]);
    expect(JSON.parse(quality)).toEqual([
      expect.objectContaining({
        description: '4_fails fails',
        location: { path: `${folder}/migrations/4_fails.js`, lines: { begin: 2 } },
      }),
      expect.objectContaining({ description: '5_stops fails', severity: 'critical' }),
    ]);
  });

  it('writes them also if the proof cannot be made', async () => {
    const suite = await project({ '1_broken.js': 'this is no code' });
    const { code } = await suite.run('prove --report a.sarif --report a.codequality.json');
    expect(code).toBe(2);
    const sarif = await readFile(suite.path('a.sarif'), 'utf8');
    expect(sarif).toContain('"executionSuccessful": false');
    const issues = JSON.parse(await readFile(suite.path('a.codequality.json'), 'utf8')) as object[];
    expect(issues).toEqual([
      expect.objectContaining({
        severity: 'blocker',
        location: { path: 'migrations/1_broken.js', lines: { begin: 1 } },
      }),
    ]);
  });
});

describe('prove on GitHub Actions', () => {
  const actions = { GITHUB_ACTIONS: 'true' };

  it('annotates each finding at the line of its down, with paths from the root of the repository', async () => {
    const suite = await project(files);
    const parent = suite.directory.replace(/\/[^/]*$/, '');
    const folder = suite.directory.slice(parent.length + 1);
    const { code, stdout } = await suite.run('prove', { ...actions, GITHUB_WORKSPACE: parent });
    const annotations = stdout.split('\n').filter((line) => line.startsWith('::'));
    expect([code, annotations]).toEqual([
      1,
      [
        expect.stringMatching(
          new RegExp(
            `^::error file=${folder}/migrations/2_left\\.js,line=2,title=2_left leaves traces::type public`,
          ),
        ),
        expect.stringContaining(
          `file=${folder}/migrations/4_fails.js,line=2,title=4_fails fails::the down fails`,
        ),
        expect.stringContaining(
          `file=${folder}/migrations/5_stops.js,line=1,title=5_stops fails::the up fails`,
        ),
      ],
    ]);
    expect(annotations[0]).toContain("%0A  + enum (<sad>, 'o\"k', a & b, '100%25: a, b')%0A");
  });

  it('prints only JSON to standard output with --json, and paths from the project if there is no repository', async () => {
    const suite = await project({ '2_left.js': files['2_left.js'] });
    const { report, stderr } = await proveIn(suite, '', { ...actions, GITHUB_WORKSPACE: '/elsewhere' });
    expect(report.verdict).toBe('not-reversible');
    expect(stderr).toContain('::error file=migrations/2_left.js,line=2,title=2_left leaves traces::');
  });
});

describe('the text report', () => {
  it('contains object, both states, location and repair, and each verdict once', async () => {
    const suite = await project({ '1_clean.js': files['1_clean.js'], '2_left.js': files['2_left.js'] });
    const { stdout } = await suite.run('prove');
    const lines = stdout.replace(/\d+(\.\d+)? m?s/g, 'TIME').split('\n');
    expect(lines.slice(0, -2)).toEqual([
      '✗ 2_left  leaves traces  TIME',
      '✓ 1_clean  TIME',
      '',
      '2_left  migrations/2_left.js:2',
      '  type public.mood is left behind',
      "    + enum (<sad>, 'o\"k', a & b, '100%: a, b')",
      expect.stringContaining('the second up fails: type "mood" already exists (SQLSTATE 42710)'),
      expect.stringContaining('CREATE TYPE mood AS ENUM'),
      '  to repair, add to the down:',
      '    DROP TYPE public.mood;',
      '',
      '  to accept it instead, add to the file, with your reason:',
      '    // roundtrip: accept leaves-traces type public.mood: REASON',
      '',
      expect.stringMatching(
        /^2 migrations: not reversible, 1 with findings, in TIME on PostgreSQL [\d.]+ \(server\)$/,
      ),
    ]);
    expect(lines.at(-2)).toMatch(/^compared \d+ objects \(.*1 table, 1 column.*\) and \d+ rows?$/);
  });

  it('is empty with --quiet, and the exit code shows that there is no finding', async () => {
    const suite = await project({ '1_clean.js': files['1_clean.js'] });
    expect(await suite.run('prove --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
