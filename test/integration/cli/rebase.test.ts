import { readdir, readFile } from 'node:fs/promises';
import { commitAll, git } from '../../support/git.js';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';
import type { Files, Project } from './support/project.js';

const bench = useBench();

/** A branch with its files, committed, and a main branch that gained others meanwhile; the branch is checked out. */
async function diverged(branch: Files, main: Files): Promise<Project> {
  const project = await bench.project({ 'migrations/1700000000001_one.ts': table('one') });
  const { directory } = project;
  await git(directory, 'init --quiet --initial-branch=main');
  await commitAll(directory, 'first');
  await git(directory, 'checkout --quiet -b work');
  await project.write(branch);
  await commitAll(directory, 'branch');
  await git(directory, 'checkout --quiet main');
  await project.write(main);
  await commitAll(directory, 'main');
  await git(directory, 'checkout --quiet work');
  return project;
}

const city: Files = { 'migrations/1700000000005_city.ts': table('city') };

interface Rebased {
  readonly verdict: string;
  readonly branch: string;
  readonly renamed: readonly { readonly name: string; readonly newName: string }[];
  readonly edited: readonly string[];
  readonly mentions: readonly object[];
}

async function rebase(project: Project, flags = ''): Promise<Rebased> {
  const { code, stdout, stderr } = await project.run(`new --rebase --json ${flags}`);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Rebased;
}

function filesIn(project: Project): Promise<readonly string[]> {
  return readdir(project.path('migrations')).then((names) => names.sort());
}

describe('new --rebase', () => {
  it('renames committed, staged and untracked migrations in their order, and only moves tracked ones in git', async () => {
    const project = await diverged(
      {
        'migrations/1700000000002_a.ts': table('a'),
        'migrations/1700000000006_b.up.sql': 'CREATE TABLE b ()',
        'migrations/1700000000006_b.down.sql': 'DROP TABLE b',
      },
      city,
    );
    await project.write({
      'migrations/1700000000007_c.ts': table('c'),
      'migrations/1700000000002_a.ts': `// edited\n${table('a')}`,
    });
    const before = Date.now();
    const { verdict, renamed, branch } = await rebase(project);
    expect([verdict, branch]).toEqual(['renamed', 'main']);
    const [a = '', b = '', c = ''] = renamed.map(({ newName }) => newName);
    expect([a, b, c]).toEqual([
      expect.stringMatching(/^\d{13}_a$/),
      expect.stringMatching(/^\d{13}_b$/),
      expect.stringMatching(/^\d{13}_c$/),
    ]);
    expect(Number.parseInt(a)).toBeGreaterThanOrEqual(before);
    expect(await filesIn(project)).toEqual([
      '1700000000001_one.ts',
      `${a}.ts`,
      `${b}.down.sql`,
      `${b}.up.sql`,
      `${c}.ts`,
    ]);
    const status = await git(project.directory, 'status --short');
    expect(status).toContain(`RM migrations/1700000000002_a.ts -> migrations/${a}.ts\n`);
    expect(status).toContain(`R  migrations/1700000000006_b.up.sql -> migrations/${b}.up.sql\n`);
    expect(status).toContain(`?? migrations/${c}.ts\n`);
    expect(await rebase(project)).toMatchObject({ verdict: 'in-order', renamed: [] });
  });

  it('changes paths in files that import or read a renamed one, and lists other mentions', async () => {
    const project = await diverged(
      {
        'migrations/1700000000002_a.js': sql('SELECT 1'),
        'migrations/1700000000003_b.js': `import { up as first } from './1700000000002_a.js';\n${sql('SELECT 2')}export { first };\n`,
        'lib/all.mjs': "export const path = new URL('../migrations/1700000000002_a.js', import.meta.url);\n",
        'settings.txt': 'accepts 1700000000002_a\n',
        'notes.md': '1700000000002_abc is another one\n',
      },
      city,
    );
    const { renamed, edited, mentions } = await rebase(project);
    const [a = '', b = ''] = renamed.map(({ newName }) => newName);
    expect(edited).toEqual(['lib/all.mjs', 'migrations/1700000000003_b.js']);
    expect(await readFile(project.path(`migrations/${b}.js`), 'utf8')).toContain(`from './${a}.js'`);
    expect(await readFile(project.path('lib/all.mjs'), 'utf8')).toContain(`'../migrations/${a}.js'`);
    expect(mentions).toEqual([{ file: 'settings.txt', line: 1, text: 'accepts 1700000000002_a' }]);
  });

  it('changes nothing with --dry-run, and prints the new names', async () => {
    const project = await diverged({ 'migrations/1700000000002_a.ts': table('a') }, city);
    const { code, stdout } = await project.run('new --rebase --dry-run');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^migrations\/1700000000002_a\.ts -> migrations\/\d{13}_a\.ts\nwould rename 1 migration to come after those of main\n$/,
      ),
    ]);
    expect(await git(project.directory, 'status --short')).toBe('');
  });

  it('keeps the way in which the main branch numbers migrations', async () => {
    const project = await diverged(
      { 'migrations/1700000000002_a.ts': table('a') },
      { 'migrations/20991231235959999_city.ts': table('city') },
    );
    const { renamed } = await rebase(project, '--changed main');
    expect(renamed).toMatchObject([{ name: '1700000000002_a', newName: '21000101000000000_a' }]);
  });

  it('refuses migrations that are applied in the database, and renames them after a rollback', async () => {
    const project = await diverged({ 'migrations/1700000000002_a.ts': table('a') }, city);
    expect(await project.run('up')).toMatchObject({ code: 0 });
    const { code, stderr } = await project.run('new --rebase');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('these migrations are applied in the database: 1700000000002_a'),
    ]);
    expect(stderr).toContain('roundtrip down 1700000000002_a, roundtrip new --rebase, roundtrip up');
    expect(await filesIn(project)).toContain('1700000000002_a.ts');
    expect(await project.run('down 1700000000002_a --yes')).toMatchObject({ code: 0 });
    expect(await rebase(project)).toMatchObject({ verdict: 'renamed' });
  });

  it('renames with a note where the database cannot be reached', async () => {
    const project = await diverged({ 'migrations/1700000000002_a.ts': table('a') }, city);
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const { code, stdout, stderr } = await project.run('new --rebase', nowhere);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringContaining('renamed 1 migration'),
      expect.stringContaining('note: the database could not be checked for applied migrations'),
    ]);
  });

  it('restores all files when one cannot be renamed, as during a merge with conflicts', async () => {
    const project = await diverged(
      { 'migrations/1700000000002_a.ts': table('a'), 'migrations/1700000000003_b.ts': table('b') },
      city,
    );
    const { directory } = project;
    await git(directory, 'branch other');
    for (const branch of ['other', 'work']) {
      await git(directory, `checkout --quiet ${branch}`);
      await project.write({ 'migrations/1700000000003_b.ts': table(branch) });
      await commitAll(directory, branch);
    }
    await git(directory, 'merge other').catch(() => undefined);
    const before = await git(directory, 'status --short');
    const { code, stderr } = await project.run('new --rebase');
    expect([code, stderr]).toEqual([2, expect.stringContaining('the migrations cannot be renamed:')]);
    expect(await git(directory, 'status --short')).toBe(before);
  });

  it.each([
    ['without a name', 'new', 'the name of the new migration is missing'],
    ['with a name beside --rebase', 'new --rebase x', 'NAME and --rebase exclude each other'],
    [
      'with a template beside --rebase',
      'new --rebase --kind table',
      '--kind and --rebase exclude each other',
    ],
    ['with --dry-run alone', 'new x --dry-run', '--dry-run is only for --rebase'],
    ['with an unknown revision', 'new --rebase --changed gone', 'unknown git revision gone'],
  ])('refuses a call %s', async (_title, line, message) => {
    const project = await diverged({ 'migrations/1700000000002_a.ts': table('a') }, city);
    const { code, stderr } = await project.run(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
