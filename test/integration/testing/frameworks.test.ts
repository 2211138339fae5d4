import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createLinkedProject, removeLinkedProjects } from '../../support/linked-project.js';
import { runCommand } from '../../support/run-command.js';

const run = promisify(execFile);

afterAll(removeLinkedProjects);

const broken = {
  'migrations/1_customers.sql':
    '-- Up Migration\nCREATE TABLE customers (id int);\n-- Down Migration\nDROP TABLE customers;\n',
  'migrations/2_mood.sql':
    "-- Up Migration\nCREATE TYPE mood AS ENUM ('happy');\n-- Down Migration\nSELECT 1;\n",
};

const describing = "const { describeMigrations } = require('pg-roundtrip/testing');\ndescribeMigrations();\n";

/** The output of a test framework whose tests fail. */
async function output(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, CI: 'true', NO_COLOR: '1' };
  const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return stdout + stderr;
}

/** The lines of a text, without indentation and times. */
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/ {2}[\d.]+ m?s$/, ''))
    .filter((line) => line !== '');

const frameworks = [
  {
    name: 'Jest',
    file: 'migrations.test.js',
    args: ['node_modules/jest/bin/jest.js'],
    passed: '✓ 1_customers',
  },
  {
    name: 'Vitest',
    file: 'migrations.test.mjs',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--globals'],
    passed: '✓ 1_customers',
  },
  { name: 'node:test', file: 'migrations.test.cjs', args: ['--test'], passed: 'ok 1 - 1_customers' },
];

describe('describeMigrations', () => {
  it.each(frameworks)('fails in $name with what prove prints', async ({ file, args, passed }) => {
    const imported = describing.replace(/^const (.*) = require\((.*)\);/, 'import $1 from $2;');
    const folder = await createLinkedProject({
      ...broken,
      'package.json': '{"private": true}',
      [file]: file.endsWith('.mjs') ? imported : describing,
    });
    const [printed, { stdout }] = await Promise.all([
      output(folder, ...args),
      runCommand(['prove', '--embedded'], { cwd: folder, env: {} }),
    ]);
    const finding = /^2_mood {2}[^]*?REASON$/m.exec(stdout)?.[0] ?? 'no finding';

    expect(linesOf(printed)).toEqual(expect.arrayContaining([...linesOf(finding)]));
    expect(linesOf(printed).some((line) => line.startsWith(passed))).toBe(true);
    expect(printed).toContain('migrations/2_mood.sql:3:1');
  });

  it('fails clearly outside of a test framework, and accepts functions of another one', async () => {
    const folder = await createLinkedProject({
      ...broken,
      'package.json': '{"private": true}',
      'plain.js': describing,
      'given.js': `const { describeMigrations } = require('pg-roundtrip/testing');
const test = (title) => console.log('test', title);
describeMigrations({ title: 'all', describe: (title, register) => { console.log('group', title); register(); }, test });`,
    });

    expect(await output(folder, 'plain.js')).toContain(
      'describeMigrations was called outside of a test framework',
    );
    expect(await output(folder, 'given.js')).toBe('group all\ntest 1_customers\ntest 2_mood\n');
  });

  it('reports a folder without migrations and an invalid option when the file is read', async () => {
    const folder = await createLinkedProject({
      'package.json': '{"private": true}',
      'migrations/.keep': '',
      'none.js': 'require("pg-roundtrip/testing").describeMigrations({ describe() {}, test() {} });',
      'wrong.js':
        'require("pg-roundtrip/testing").describeMigrations({ describe() {}, test() {}, set: "x" });',
    });

    expect(await output(folder, 'none.js')).toContain('there are no migrations to test');
    expect(await output(folder, 'wrong.js')).toContain('unknown option set');
  });
});
