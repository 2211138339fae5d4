import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { useBench } from './support/bench.js';
import { createProject, type Project } from './support/project.js';

const bench = useBench();
const run = promisify(execFile);

/** A project that uses only node-pg-migrate, into which the packed tool is installed. */
let project: Project;

beforeAll(async () => {
  project = await createProject({ 'package.json': JSON.stringify({ name: 'foreign', private: true }) });
  // Scripts are skipped, so that the existing build is packed, which the other tests use.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project.directory]);
  const [tarball = ''] = (await readdir(project.directory)).filter((name) => name.endsWith('.tgz'));
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...quick, `./${tarball}`, 'node-pg-migrate', 'pg'], {
    cwd: project.directory,
  });
});

afterAll(() => rm(project.directory, { recursive: true }));

async function runBin(name: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: bench.url };
  const { stdout } = await run(project.path(`node_modules/.bin/${name}`), args, {
    cwd: project.directory,
    env,
  });
  return stdout;
}

const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, target: 'es2022', types: [] };

describe('the package', () => {
  it('continues a project that node-pg-migrate began', async () => {
    await runBin('node-pg-migrate', 'create', 'first');
    const [file = ''] = await readdir(project.path('migrations'));
    await project.write({
      [`migrations/${file}`]: `export const shorthands = undefined;
export const up = (pgm) => { pgm.createTable('theirs', { id: 'id' }); };
export const down = (pgm) => { pgm.dropTable('theirs'); };`,
      'migrations/9999999999999_second.cjs': `exports.up = (pgm) => { pgm.createTable('ours', { id: 'id' }); };
exports.down = (pgm) => { pgm.dropTable('ours'); };`,
    });
    await runBin('node-pg-migrate', 'up', '1');

    expect(await runBin('roundtrip', 'status')).toContain('1 migration applied, 1 pending');
    await runBin('roundtrip', 'up');
    expect(await bench.tables()).toEqual(['ours', 'theirs']);
    await runBin('roundtrip', 'down', '--all');
    expect(await bench.tables()).toEqual([]);
    await runBin('node-pg-migrate', 'up');
    expect(await bench.tables()).toEqual(['ours', 'theirs']);
  });

  it('can be imported and required, with types', async () => {
    await project.write({
      'use.mts':
        "import { prove, type ProveResult } from 'pg-roundtrip';\n" +
        "export const verdict: ProveResult['verdict'] = (await prove({ cwd: '.' })).verdict;\n",
      'use.cts':
        "import type { RoundtripError } from 'pg-roundtrip';\n" +
        "import roundtrip = require('pg-roundtrip');\n" +
        'export const code = (error: RoundtripError): string => error.code;\n' +
        'export const result: Promise<roundtrip.ProveResult> = roundtrip.prove();\n',
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...compilerOptions, module: 'node16' },
        files: ['use.mts', 'use.cts'],
      }),
      'run.mjs': "console.log(Object.keys(await import('pg-roundtrip')).sort().join());\n",
      'run.cjs': "console.log(Object.keys(require('pg-roundtrip')).sort().join());\n",
    });
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

    await run(process.execPath, [compiler, '--project', project.directory], { cwd: project.directory });
    const [imported, required] = await Promise.all(
      ['run.mjs', 'run.cjs'].map((file) => run(process.execPath, [file], { cwd: project.directory })),
    );
    expect(imported?.stdout).toContain('prove');
    expect(required).toEqual(imported);
    expect(await readdir(project.path('node_modules/pg-roundtrip'))).toEqual(
      expect.arrayContaining(['LICENSE', 'dist', 'package.json']),
    );
  });

  it.each([
    ['CommonJS', 'commonjs', (names: string, from: string) => `const { ${names} } = require('${from}');`],
    ['ES module', 'module', (names: string, from: string) => `import { ${names} } from '${from}';`],
  ])('gives the tests of a %s project their own databases, with types', async (_kind, type, load) => {
    const folder = `${type}-project`;
    await project.write({
      [`${folder}/package.json`]: JSON.stringify({ private: true, type }),
      [`${folder}/migrations/1_customers.sql`]:
        '-- Up Migration\nCREATE TABLE customers (id int);\n-- Down Migration\nDROP TABLE customers;\n',
      [`${folder}/customers.test.js`]: `${load('describeMigrations, withMigratedDatabase', 'pg-roundtrip/testing')}
${load('test', 'node:test')}
describeMigrations();
test('customers are empty', () =>
  withMigratedDatabase(async ({ query }) => {
    const { rowCount } = await query('SELECT FROM customers');
    if (rowCount !== 0) throw new Error('there are rows');
  }));`,
      [`${folder}/setup.js`]: `${load('default: setup', 'pg-roundtrip/testing/setup').replace('{ default: setup }', 'setup')}
${load('default: teardown', 'pg-roundtrip/testing/teardown').replace('{ default: teardown }', 'teardown')}
setup().then((stop) => stop()).then(teardown).then(() => console.log('stopped'));`,
      [`${folder}/tsconfig.json`]: JSON.stringify({
        compilerOptions: { ...compilerOptions, module: 'node20' },
        files: ['types.ts'],
      }),
      [`${folder}/types.ts`]:
        "import { describeMigrations, withMigratedDatabase, type MigratedDatabase } from 'pg-roundtrip/testing';\n" +
        "import setup from 'pg-roundtrip/testing/setup';\n" +
        "describeMigrations({ rows: 'none', timeout: 1000 });\n" +
        "export const name: Promise<string> = withMigratedDatabase({ seed: 'x' }, (one: MigratedDatabase) => one.name);\n" +
        'export const stop: Promise<() => Promise<void>> = setup();\n',
    });
    const cwd = project.path(folder);
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    await run(process.execPath, [compiler, '--project', cwd], { cwd });
    expect((await run(process.execPath, ['setup.js'], { cwd })).stdout).toBe('stopped\n');
    expect((await run(process.execPath, ['--test'], { cwd })).stdout).toMatch(/^# pass 2$/m);
  });

  it('contains no sources, tests or migrations', async () => {
    const files = await readdir(project.path('node_modules/pg-roundtrip'));

    expect(files.filter((name) => ['src', 'test', 'migrations', 'seeds'].includes(name))).toEqual([]);
  });
});
