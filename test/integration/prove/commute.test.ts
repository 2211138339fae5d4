import { readdir, readFile } from 'node:fs/promises';
import { commitAll, git } from '../../support/git.js';
import type { Files, Project } from '../cli/support/project.js';
import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

/** An up and its down. */
type Pair = readonly [up: string, down: string];

const base: Pair = [
  "CREATE TABLE one (id int PRIMARY KEY, a text); CREATE TABLE two (id serial PRIMARY KEY, k text); CREATE TYPE mood AS ENUM ('sad')",
  'DROP TABLE one; DROP TABLE two; DROP TYPE mood',
];

/** A branch with one migration, and a main branch with one that came meanwhile; the branch is checked out. */
async function branches(own: Pair, meanwhile: Pair, files: Files = {}): Promise<Project> {
  const suite = await project({ '1_base.js': migration(...base) });
  const { directory } = suite;
  await git(directory, 'init --quiet --initial-branch=main');
  await commitAll(directory, 'base');
  await git(directory, 'checkout --quiet -b work');
  await suite.write({ 'migrations/2_own.js': migration(...own) });
  await commitAll(directory, 'own');
  await git(directory, 'checkout --quiet main');
  await suite.write({ 'migrations/3_other.js': migration(...meanwhile), ...files });
  await commitAll(directory, 'other');
  await git(directory, 'checkout --quiet work');
  return suite;
}

interface Commute {
  readonly verdict: string;
  readonly branch: string;
  readonly own: readonly string[];
  readonly meanwhile: readonly string[];
  readonly findings: readonly {
    readonly applied: readonly string[];
    readonly rolledBack: readonly string[];
    readonly error: { readonly migration: string; readonly message: string } | null;
    readonly objects: readonly { readonly kind: string; readonly name: string; readonly change: string }[];
  }[];
  readonly notes: readonly string[];
}

async function commute(suite: Project, flags = '') {
  const { code, report } = await proveIn(suite, `--commute ${flags}`);
  const result = (report as unknown as { readonly commute: Commute }).commute;
  const objects = result.findings.flatMap((one) =>
    one.objects.map(({ kind, name, change }) => `${kind} ${name} ${change}`),
  );
  const errors = result.findings.flatMap(({ error }) =>
    error ? [`${error.migration}: ${error.message}`] : [],
  );
  return { code, report, result, verdict: result.verdict, objects, errors };
}

const addColumn = (table: string, column: string, type = 'int'): Pair => [
  `ALTER TABLE ${table} ADD ${column} ${type}`,
  `ALTER TABLE ${table} DROP ${column}`,
];

const recreateMood = "DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad')";

describe('prove --commute', () => {
  it('accepts independent migrations, also with values that differ each time, and leaves the repository alone', async () => {
    const suite = await branches(addColumn('one', 'at', 'timestamptz DEFAULT now()'), addColumn('two', 'c'));
    const { code, result, report } = await commute(suite);
    expect([code, Object.keys(report.migrations.map(({ name }) => name)).length]).toEqual([0, 1]);
    expect(result).toMatchObject({
      verdict: 'commutes',
      branch: 'main',
      own: ['2_own'],
      meanwhile: ['3_other'],
      findings: [],
      notes: [],
    });
    expect(await git(suite.directory, 'status --short')).toBe('');
    const left = await readdir(suite.path('.roundtrip'));
    expect(left.filter((name) => name !== 'proofs.jsonl')).toEqual(['.gitignore']);
  });

  it.each<readonly [title: string, own: Pair, meanwhile: Pair, objects: readonly string[], error: string]>([
    [
      'the same column',
      addColumn('one', 'b'),
      addColumn('one', 'b', 'text'),
      ['column public.one.b both'],
      '2_own: column "b" of relation "one" already exists',
    ],
    [
      'an index of the same name',
      ['CREATE INDEX i ON one (a)', 'DROP INDEX i'],
      ['CREATE INDEX i ON two (k)', 'DROP INDEX i'],
      ['index public.i both'],
      '2_own: relation "i" already exists',
    ],
  ])('fails for %s, and names it', async (...[, own, meanwhile, objects, error]) => {
    const found = await commute(await branches(own, meanwhile));
    expect([found.code, found.verdict, found.objects, found.errors[0]]).toEqual([
      1,
      'does-not-commute',
      objects,
      error,
    ]);
  });

  it.each<readonly [title: string, own: Pair, meanwhile: Pair, objects: readonly string[]]>([
    [
      'enum labels in a different order',
      ["ALTER TYPE mood ADD VALUE 'ok'", recreateMood],
      ["ALTER TYPE mood ADD VALUE 'happy'", recreateMood],
      ['type public.mood changed'],
    ],
    [
      'generated rows that end with different values',
      ["UPDATE one SET a = 'x' WHERE a = 'y'", 'SELECT 1'],
      ["UPDATE one SET a = 'y' WHERE a <> 'x'", 'SELECT 1'],
      ['rows public.one rows'],
    ],
    [
      'a rollback that takes along what the other one made',
      ['CREATE SCHEMA s; CREATE TABLE s.mine ()', 'DROP SCHEMA s CASCADE'],
      [
        'CREATE SCHEMA IF NOT EXISTS s; CREATE TABLE s.theirs ()',
        'DROP TABLE s.theirs; DROP SCHEMA IF EXISTS s',
      ],
      [],
    ],
  ])('fails for %s', async (...[, own, meanwhile, objects]) => {
    const found = await commute(await branches(own, meanwhile));
    expect([found.code, found.verdict]).toEqual([1, 'does-not-commute']);
    expect(found.objects).toEqual(expect.arrayContaining([...objects]));
  });

  it('reports only the order of columns as a milder verdict, which fails with --strict', async () => {
    const suite = await branches(addColumn('one', 'b'), addColumn('one', 'c'));
    const mild = await commute(suite);
    expect([mild.code, mild.verdict, mild.objects]).toEqual([
      0,
      'reorders-columns',
      ['table public.one reordered'],
    ]);
    const reports = '--report c.xml --report c.md';
    const { code, stdout } = await suite.run(`prove --commute --strict ${reports}`, {
      GITHUB_ACTIONS: 'true',
    });
    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        'With this branch applied before main:',
        '  table public.one has its columns in a different order with this branch first',
        '    - columns (id, a, c, b)',
        '    + columns (id, a, b, c)',
        '',
        '1 migration of this branch and 1 that came to main meanwhile commute except for the order of columns',
      ].join('\n'),
    );
    expect(stdout).toContain(
      '::error file=migrations/2_own.js,line=1,title=does not commute with main::With this branch',
    );
    const [xml, markdown] = await Promise.all(
      ['c.xml', 'c.md'].map((name) => readFile(suite.path(name), 'utf8')),
    );
    expect(xml).toContain('<testcase name="commutes with main" classname="roundtrip.commute"');
    expect(xml).toContain('type="reorders-columns"');
    expect(markdown).toContain('## ❌ Order of this branch and `main`');
  });

  it('compares after a merge of the main branch, too, with code that imports a file of the project', async () => {
    const helped = `const { up } = require('../lib/helper');\nexports.up = up;\nexports.down = (pgm) => pgm.sql('ALTER TYPE mood RENAME TO sadness');\n`;
    const suite = await branches(["ALTER TYPE mood ADD VALUE 'ok'", recreateMood], ['SELECT 1', 'SELECT 1'], {
      'lib/helper.js': `exports.up = (pgm) => pgm.sql("ALTER TYPE mood ADD VALUE 'happy'");\n`,
      'migrations/3_other.js': helped.replace(
        "'ALTER TYPE mood RENAME TO sadness'",
        JSON.stringify(recreateMood),
      ),
    });
    expect((await commute(suite, '--rows none')).objects).toEqual(['type public.mood changed']);
    await git(suite.directory, 'merge --quiet --no-edit main');
    expect((await commute(suite, '--rows none')).objects).toEqual(['type public.mood changed']);
  });

  it('has nothing to compare without new migrations on the main branch, and says what has no down', async () => {
    const suite = await branches(['CREATE TABLE t ()', 'DROP TABLE t'], addColumn('two', 'c'));
    await suite.write({ 'migrations/4_once.js': 'exports.up = () => {}; exports.down = false;\n' });
    const { code, result } = await commute(suite, '--rows none');
    expect([code, result.verdict, result.notes]).toEqual([
      0,
      'commutes',
      ['no down, so only the ups were compared: 4_once'],
    ]);
    await git(suite.directory, 'rebase --quiet main');
    expect(await suite.run('prove --commute --rows none')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'nothing to compare: no migration came to main since this branch was created\n',
      ) as string,
    });
  });

  it('refuses names beside it', async () => {
    const suite = await project({ '1_base.js': migration(...base) });
    const { code, stderr } = await suite.run('prove --commute 1_base');
    expect([code, stderr]).toEqual([2, expect.stringContaining('both by name and with --commute')]);
  });
});
