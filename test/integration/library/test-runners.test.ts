import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLinkedProject, removeLinkedProjects } from '../../support/linked-project.js';
import { useBench } from '../cli/support/bench.js';

const bench = useBench();
const run = promisify(execFile);

afterAll(removeLinkedProjects);

/** A copy of an example with the packages of this repository, as after `npm install`. */
const install = (example: string) => createLinkedProject({}, join('examples/testing', example));

/** Runs a Node.js program as `npm test` of the example does, and returns its output. */
async function node(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: bench.url, CI: 'true', NO_COLOR: '1' };
  const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return stdout + stderr;
}

const jest = 'node_modules/jest/bin/jest.js';

const runners = [
  { example: 'ts-jest-commonjs', args: [jest], passes: /Tests: +7 passed/ },
  { example: 'ts-jest-esm', args: ['--experimental-vm-modules', jest], passes: /Tests: +7 passed/ },
  { example: 'vitest', args: ['node_modules/vitest/vitest.mjs', 'run'], passes: /Tests +6 passed/ },
  { example: 'node-test', args: ['--test'], passes: /^# pass 3$/m },
];

/** The examples of docs/api.md in one language. */
async function examples(language: 'js' | 'ts'): Promise<readonly string[]> {
  const blocks = (await readFile('docs/api.md', 'utf8')).matchAll(/^```(\w+)\n([^]*?)^```/gm);
  return [...blocks].filter(([, tag]) => tag === language).map(([, , code = '']) => code);
}

describe('the examples of docs/api.md', () => {
  it('run without errors', async () => {
    const folder = await install('vitest');
    const printed: string[] = [];
    for (const [number, code] of (await examples('js')).entries()) {
      await writeFile(join(folder, `${number}.js`), code);
      printed.push(await node(folder, `${number}.js`));
    }

    expect(printed).toEqual([
      'reversible\n',
      '1700000000001_create-customers applied\n1700000000002_add-mood pending\n',
      'true\n',
    ]);
  });
});

describe('a project with tests of its own', () => {
  it.each(runners)('can prove its migrations in them: $example', async ({ example, args, passes }) => {
    const folder = await install(example);
    const [described = ''] = await examples('ts');
    if (example.startsWith('ts-jest')) await writeFile(join(folder, 'test/described.test.ts'), described);

    expect(await node(folder, ...args)).toMatch(passes);
  });
});
