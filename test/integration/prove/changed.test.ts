import { chmod, readFile, rename, rm, symlink } from 'node:fs/promises';
import { commitAll, git as gitIn } from '../../support/git.js';
import { commandPath } from '../../support/run-command.js';
import type { Project } from '../cli/support/project.js';
import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

function table(name: string): string {
  return migration(`CREATE TABLE ${name} (id int PRIMARY KEY)`, `DROP TABLE ${name}`);
}

function git(suite: Project, line: string): Promise<string> {
  return gitIn(suite.directory, line);
}

/** A repository with three migrations on `main`, and the branch `work` checked out. */
async function repository(): Promise<Project> {
  const suite = await project({
    '1_one.js': table('one'),
    '2_two.js': table('two'),
    '3_three.js': table('three'),
  });
  await git(suite, 'init --quiet --initial-branch=main');
  await git(suite, 'add .');
  await git(suite, 'commit --quiet -m first');
  await git(suite, 'checkout --quiet -b work');
  return suite;
}

describe('prove --changed', () => {
  it('proves migrations that were changed, renamed or added since the branch was created, and untracked ones', async () => {
    const suite = await repository();
    await suite.write({ 'migrations/2_two.js': `// changed\n${table('two')}` });
    await rename(suite.path('migrations/3_three.js'), suite.path('migrations/3_renamed.js'));
    await suite.write({ 'migrations/4_added.js': table('four'), 'migrations/.ignored': '' });
    await git(suite, 'add .');
    await git(suite, 'commit --quiet -m second');
    await suite.write({ 'migrations/5_new \u00fc.js': table('five') });
    await git(suite, 'checkout --quiet main');
    await suite.write({ 'README.md': 'main goes on' });
    await git(suite, 'add README.md');
    await git(suite, 'commit --quiet -m third');
    await git(suite, 'checkout --quiet work');
    const sinceMain = await proveIn(suite, '--changed --rows none');
    expect([sinceMain.code, Object.keys(sinceMain.verdicts)]).toEqual([
      0,
      ['2_two', '3_renamed', '4_added', '5_new \u00fc'],
    ]);
    const sinceHead = await proveIn(suite, '--changed HEAD --rows none');
    expect(Object.keys(sinceHead.verdicts)).toEqual(['5_new \u00fc']);
  });

  it('works in a hook, in which git sets its own variables', async () => {
    const suite = await repository();
    const hook = `#!/bin/sh\nexec "${process.execPath}" "${commandPath}" prove --changed --rows none >hook.log 2>&1\n`;
    await suite.write({
      '.git/hooks/pre-commit': hook,
      'migrations/4_four.js': migration('CREATE TABLE four (id int)', ''),
    });
    await chmod(suite.path('.git/hooks/pre-commit'), 0o755);
    await git(suite, 'add migrations');
    await expect(git(suite, 'commit --quiet -m refused')).rejects.toThrow();
    await suite.write({ 'migrations/4_four.js': table('four') });
    await git(suite, 'add migrations');
    await git(suite, 'worktree add --quiet linked -b linked');
    await git(suite, 'commit --quiet -m accepted');
    expect(await git(suite, 'log --format=%s')).toBe('accepted\nfirst\n');
  });

  it('proves the migrations after a changed one, and those that import a changed file', async () => {
    const suite = await repository();
    await suite.write({
      'migrations/1_one.js': migration('CREATE TABLE another (id int)', 'DROP TABLE another'),
    });
    const edited = await proveIn(suite, '--changed --rows none');
    expect(Object.keys(edited.verdicts)).toEqual(['1_one', '2_two', '3_three']);

    await git(suite, 'checkout --quiet -- migrations');
    await suite.write({
      'lib/names.js': "exports.name = 'two';",
      'migrations/2_two.js': `const { name } = require('../lib/names');\nexports.up = (pgm) => pgm.createTable(name, { id: 'id' });\nexports.down = (pgm) => pgm.dropTable(name);\n`,
    });
    await git(suite, 'add .');
    await git(suite, 'commit --quiet -m helper');
    await suite.write({ 'lib/names.js': "exports.name = 'zwei';" });
    const helped = await proveIn(suite, '--changed HEAD --rows none');
    expect(Object.keys(helped.verdicts)).toEqual(['2_two', '3_three']);
  });

  it('fails if a migration was deleted', async () => {
    const suite = await repository();
    await git(suite, 'rm --quiet migrations/3_three.js');
    const { code, stderr } = await suite.run('prove --changed');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('deleted since the merge base with main: 3_three.js'),
    ]);
  });

  it.each(['GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME'])(
    'compares with the branch of %s',
    async (name) => {
      const suite = await repository();
      const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
      await git(suite, 'branch release/1.x');
      expect(await suite.run('prove --changed', { ...nowhere, [name]: 'release/1.x' })).toMatchObject({
        code: 0,
        stdout: 'no migration differs from merge base with release/1.x\n',
      });
      const { code, stderr } = await suite.run('prove --changed', { ...nowhere, [name]: 'gone' });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`the base branch in ${name}`)]);
    },
  );

  it('reports that nothing changed, without a server, and exits with 0', async () => {
    const suite = await repository();
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect(await suite.run('prove --changed', nowhere)).toMatchObject({
      code: 0,
      stdout: 'no migration differs from merge base with main\n',
    });
    expect(await suite.run('prove --changed main', nowhere)).toMatchObject({
      code: 0,
      stdout: 'no migration differs from main\n',
    });
    const { code, report } = await proveIn(suite, '--changed');
    expect([code, report.verdict, report.migrations]).toEqual([0, 'reversible', []]);
  });

  it.each([
    ['an unknown revision', '--changed nowhere', 'unknown git revision nowhere'],
    ['a revision that looks like a flag', '--changed=--output=x', 'unknown git revision --output=x'],
    ['names beside it', '--changed main 1_one', 'both by name and with --changed'],
  ])('rejects %s', async (_title, flags, message) => {
    const { code, stderr } = await (await repository()).run(`prove ${flags}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('reports whether the branch to compare with, a repository, or git is missing', async () => {
    const suite = await repository();
    await git(suite, 'branch -D main');
    const noMain = await suite.run('prove --changed');
    await rm(suite.path('.git'), { recursive: true });
    const noRepository = await suite.run('prove --changed', { GIT_CEILING_DIRECTORIES: '/' });
    await suite.write({ 'bin/.keep': '' });
    await symlink(process.execPath, suite.path('bin/node'));
    const noGit = await suite.run('prove --changed', { PATH: suite.path('bin') });
    expect([noMain, noRepository, noGit].map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(noMain.stderr).toContain('none of origin/HEAD, origin/main, origin/master, main, master');
    expect(noRepository.stderr).toContain('is not in a git repository');
    expect(noGit.stderr).toContain('--changed needs git, which was not found');
  });
});

describe('the order of prove --changed', () => {
  /** The branch adds 4_late, and the main branch meanwhile 5_city. */
  async function diverged(): Promise<Project> {
    const suite = await repository();
    await suite.write({ 'migrations/4_late.js': table('late') });
    await commitAll(suite.directory, 'late');
    await git(suite, 'checkout --quiet main');
    await suite.write({ 'migrations/5_city.js': table('city'), 'migrations/6_town.js': table('town') });
    await commitAll(suite.directory, 'city');
    await git(suite, 'checkout --quiet work');
    return suite;
  }

  it('fails in every report for a migration that comes before one of the main branch, and names a new name', async () => {
    const suite = await diverged();
    const reports = '--report order.xml --report order.md';
    const { code, report, stderr } = await proveIn(suite, `--changed --rows none ${reports}`, {
      GITHUB_ACTIONS: 'true',
    });
    expect(code).toBe(1);
    expect(report).toMatchObject({
      verdict: 'reversible',
      order: {
        verdict: 'out-of-order',
        branch: 'main',
        last: '6_town',
        misplaced: [
          {
            name: '4_late',
            file: 'migrations/4_late.js',
            before: ['5_city', '6_town'],
            newName: '7_late',
          },
        ],
      },
    });
    expect(stderr).toContain(
      '::error file=migrations/4_late.js,line=1,title=4_late is out of order::comes before 5_city and 1 more',
    );
    const [xml, markdown] = await Promise.all(
      ['order.xml', 'order.md'].map((name) => readFile(suite.path(name), 'utf8')),
    );
    expect(xml).toContain(
      '<testcase name="order of 4_late" classname="roundtrip.order" file="migrations/4_late.js" line="1"',
    );
    expect(xml).toContain('failures="1"');
    expect(markdown).toContain('| `4_late` | `7_late` | `5_city, 6_town` |');
  });

  it('prints the new name and the command that renames, and accepts the order afterwards', async () => {
    const suite = await diverged();
    const { code, stdout } = await suite.run('prove --changed --rows none');
    expect([code, stdout]).toEqual([1, expect.stringContaining('  new name: 7_late\n')]);
    expect(stdout).toContain('1 migration out of order; to rename: roundtrip new --rebase');
    await suite.run('new --rebase');
    const renamed = await proveIn(suite, '--changed --rows none');
    expect([renamed.code, renamed.verdicts]).toEqual([0, { '7_late': 'reversible' }]);
  });

  it('also fails in the merge commit of a pull request, and for files that are not committed', async () => {
    const suite = await diverged();
    await git(suite, 'checkout --quiet --detach main');
    await git(suite, 'merge --quiet --no-edit work');
    const merged = await proveIn(suite, '--changed main --rows none');
    expect([merged.code, merged.report]).toEqual([
      1,
      expect.objectContaining({ order: expect.objectContaining({ verdict: 'out-of-order' }) as object }),
    ]);
    await git(suite, 'checkout --quiet main');
    await suite.write({ 'migrations/5_added.js': table('added') });
    const added = await proveIn(suite, '--changed --rows none');
    expect([added.code, added.report]).toMatchObject([
      1,
      { order: { misplaced: [{ name: '5_added', before: ['5_city', '6_town'] }] } },
    ]);
  });

  it('is not checked where the project lets migrations run in any order', async () => {
    const suite = await diverged();
    const { code, report } = await proveIn(suite, '--changed --rows none --no-check-order');
    expect([code, 'order' in report]).toEqual([0, false]);
  });

  it('does not count what a branch given with --changed gained meanwhile as deleted or changed', async () => {
    const suite = await diverged();
    const { stderr, verdicts } = await proveIn(suite, '--changed main --rows none');
    expect([stderr, Object.keys(verdicts)]).toEqual(['', ['4_late']]);
  });
});
