import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { useBench } from '../cli/support/bench.js';

const bench = useBench();
const run = promisify(execFile);
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const packages = ['@types', 'jest', 'node-pg-migrate', 'pg', 'ts-jest', 'typescript', 'vitest'];

/** A copy of an example with the packages of this repository, as after `npm install`. */
async function install(example: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `roundtrip-${example}-`));
  folders.push(folder);
  await cp(join('examples/testing', example), folder, { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of packages)
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  await symlink(resolve('.'), join(folder, 'node_modules/pg-roundtrip'));
  return folder;
}

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
  { example: 'ts-jest-commonjs', args: [jest], passes: /Tests: +3 passed/ },
  { example: 'ts-jest-esm', args: ['--experimental-vm-modules', jest], passes: /Tests: +3 passed/ },
  { example: 'vitest', args: ['node_modules/vitest/vitest.mjs', 'run'], passes: /Tests +2 passed/ },
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
    if (example !== 'vitest') await writeFile(join(folder, 'test/described.test.ts'), described);

    expect(await node(folder, ...args)).toMatch(passes);
  });
});
