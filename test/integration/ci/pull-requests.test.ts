import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { commitAll, git } from '../../support/git.js';
import { commandPath } from '../../support/run-command.js';
import { testServerUrl } from '../../support/scratch.js';
import { createProject, type Files } from '../cli/support/project.js';
import { migration } from '../prove/support/proving.js';
import { readAction, runAction, runScript, type ActionRun } from './support/run-action.js';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-ci-'));
  folders.push(folder);
  return folder;
}

const clean = migration('CREATE TABLE one (id int PRIMARY KEY)', 'DROP TABLE one');
const left = migration("CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE two ()", 'DROP TABLE two');
const command = `${process.execPath} ${commandPath}`;

/** The merge commit of a pull request, checked out as actions/checkout does: a clone with one commit. */
async function pullRequest(branch: Files, main: Files = {}): Promise<string> {
  const project = await createProject({ 'db/migrations/1_one.js': clean });
  const { directory } = project;
  folders.push(directory);
  await git(directory, 'init --quiet --initial-branch=main');
  await commitAll(directory, 'first');
  await git(directory, 'checkout --quiet -b work');
  await project.write(branch);
  await commitAll(directory, 'work');
  await git(directory, 'checkout --quiet main');
  await project.write({ 'README.md': 'main goes on', ...main });
  await commitAll(directory, 'main');
  await git(directory, 'checkout --quiet --detach main');
  await git(directory, 'merge --quiet --no-edit work');
  await git(directory, 'update-ref refs/pull/1/merge HEAD');
  await git(directory, 'checkout --quiet main');
  const workspace = await temporaryFolder();
  await git(workspace, 'init --quiet');
  await git(workspace, `remote add origin ${pathToFileURL(directory).href}`);
  await git(
    workspace,
    'fetch --quiet --no-tags --depth=1 origin +refs/pull/1/merge:refs/remotes/pull/1/merge',
  );
  await git(workspace, 'checkout --quiet --detach refs/remotes/pull/1/merge');
  return workspace;
}

interface Calling {
  readonly workspace: string;
  readonly temporary: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly base?: string;
}

function run({ workspace, temporary, inputs = {}, base = 'main' }: Calling): Promise<ActionRun> {
  return runAction({
    workspace,
    temporary,
    inputs: { 'working-directory': 'db', command, 'prove-args': '--rows none', ...inputs },
    env: {
      DATABASE_URL: testServerUrl(),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_BASE_REF: base,
      RUNNER_OS: 'Linux',
    },
  });
}

describe('the GitHub Action', () => {
  it('proves and lints what a pull request changes, with annotations, summary, reports and SARIF', async () => {
    const workspace = await pullRequest({ 'db/migrations/2_two.js': left });
    const ran = await run({ workspace, temporary: await temporaryFolder(), inputs: { sarif: 'true' } });
    expect([ran.code, ran.outputs.result, ran.outputs['exit-code'], ran.outputs.cached]).toEqual([
      1,
      'failed',
      '1',
      'false',
    ]);
    expect(ran.stdout).toContain('::error file=db/migrations/2_two.js,line=2,title=2_two leaves traces::');
    expect(ran.summary).toContain('| `2_two` | ❌ leaves traces | `migrations/2_two.js:2` |');
    expect(ran.summary).not.toContain('1_one');
    expect(ran.summary).toContain('# Lint of the migrations');
    expect(ran.uploaded).toEqual(['prove.sarif', 'lint.sarif']);
    const reports = ran.outputs.reports ?? '';
    expect(await readFile(join(reports, 'prove.sarif'), 'utf8')).toContain('"uri": "db/migrations/2_two.js"');
    expect(await readFile(join(reports, 'prove.xml'), 'utf8')).toContain('type="leaves-traces"');
  });

  it('reuses the results of the same files, flags and base branch, and runs again after a change', async () => {
    const workspace = await pullRequest({ 'db/migrations/2_two.js': clean.replaceAll('one', 'two') });
    const temporary = await temporaryFolder();
    const inputs = { 'cache-key': 'one server', lint: 'false' };
    const first = await run({ workspace, temporary, inputs });
    const second = await run({ workspace, temporary, inputs });
    const flags = await run({ workspace, temporary, inputs: { ...inputs, 'prove-args': '--rows existing' } });
    expect([first, second, flags].map(({ code, outputs }) => [code, outputs.cached])).toEqual([
      [0, 'false'],
      [0, 'true'],
      [0, 'false'],
    ]);
    expect(second.stdout).toBe('');
    expect(second.summary).toContain('These files have passed before');
    expect(second.summary).toContain('| `2_two` | ✅ reversible |');
  });

  it('checks the order between the branches, and on request whether they commute', async () => {
    const workspace = await pullRequest(
      { 'db/migrations/2_two.js': migration('ALTER TABLE one ADD b int', 'ALTER TABLE one DROP b') },
      { 'db/migrations/3_three.js': migration('ALTER TABLE one ADD b text', 'ALTER TABLE one DROP b') },
    );
    const ran = await run({
      workspace,
      temporary: await temporaryFolder(),
      inputs: { commute: 'true', lint: 'false', changed: 'auto' },
    });
    expect(ran.code).toBe(1);
    expect(ran.summary).toContain('## ❌ Out of order');
    expect(ran.summary).toContain('column "b" of relation "one" already exists');
  });

  it('proves everything on other events, and passes on errors of the command', async () => {
    const workspace = await pullRequest({ 'db/migrations/2_two.js': left });
    const temporary = await temporaryFolder();
    const pushed = await run({ workspace, temporary, base: '', inputs: { lint: 'false' } });
    expect([pushed.code, pushed.summary]).toEqual([1, expect.stringContaining('`1_one`')]);
    const wrong = await run({
      workspace,
      temporary,
      inputs: { 'prove-args': '--no-such-flag', lint: 'false' },
    });
    expect([wrong.code, wrong.outputs['exit-code']]).toEqual([2, '2']);
  });

  it('inserts no input into a script, and uses only pinned actions of GitHub', async () => {
    const { runs } = await readAction();
    expect(runs.using).toBe('composite');
    for (const { run: script = '', uses } of runs.steps) {
      expect(script).not.toContain('${{');
      if (uses !== undefined) expect(uses).toMatch(/^(actions|github)\/[\w/-]+@[0-9a-f]{40}$/);
    }
  });
});

interface GitlabJob {
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly artifacts: { readonly reports?: Readonly<Record<string, string>> };
}

describe('the template for GitLab CI', () => {
  it('writes the reports of a merge request that GitLab shows', async () => {
    const workspace = await pullRequest({ 'db/migrations/2_two.js': left });
    await git(workspace, 'fetch --quiet --unshallow origin refs/pull/1/merge');
    const jobs = parse(await readFile('ci/gitlab.yml', 'utf8')) as Readonly<Record<string, GitlabJob>>;
    const base = jobs['.roundtrip'];
    const codes: number[] = [];
    for (const name of ['roundtrip-prove', 'roundtrip-lint']) {
      const { script = [], artifacts, extends: parent } = jobs[name] ?? { artifacts: {} };
      expect(parent).toBe('.roundtrip');
      const { code } = await runScript([...(base?.before_script ?? []), ...script].join('\n'), {
        cwd: workspace,
        env: {
          ...base?.variables,
          ROUNDTRIP_DIRECTORY: 'db',
          ROUNDTRIP_INSTALL: 'true',
          ROUNDTRIP_COMMAND: command,
          ROUNDTRIP_PROVE_FLAGS: '--rows none',
          ROUNDTRIP_LINT_FLAGS: '',
          DATABASE_URL: testServerUrl(),
          GITLAB_CI: 'true',
          CI_PROJECT_DIR: workspace,
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
        },
      });
      codes.push(code);
      for (const file of Object.values(artifacts.reports ?? {}))
        expect((await readFile(join(workspace, file), 'utf8')).length).toBeGreaterThan(0);
    }
    expect(codes[0]).toBe(1);
    const issues = await readFile(join(workspace, 'roundtrip-prove.codequality.json'), 'utf8');
    expect(JSON.parse(issues)).toMatchObject([
      { check_name: 'leaves-traces', location: { path: 'db/migrations/2_two.js', lines: { begin: 2 } } },
    ]);
  });
});

describe('the hooks of pre-commit', () => {
  it('are commands that find the changes of a branch', async () => {
    const hooks = parse(await readFile('.pre-commit-hooks.yaml', 'utf8')) as readonly {
      readonly id: string;
      readonly entry: string;
    }[];
    const workspace = await pullRequest({ 'db/migrations/2_two.js': left });
    await git(workspace, 'fetch --quiet --unshallow origin +refs/heads/main:refs/remotes/origin/main');
    for (const { entry } of hooks) {
      const line = entry.replace('npx --no-install roundtrip', command).replace('--embedded', '--rows none');
      const env = { DATABASE_URL: testServerUrl() };
      const { code, stdout, stderr } = await runScript(line, { cwd: join(workspace, 'db'), env });
      expect([code, stderr]).toEqual([line.includes(' prove ') ? 1 : 0, '']);
      expect(stdout).toMatch(/^1 migration: /m);
    }
  });
});
