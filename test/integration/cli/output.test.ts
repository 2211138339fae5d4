import { readFile } from 'node:fs/promises';
import { useBench } from './support/bench.js';
import { threeTables } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();
let project: Project;
const escape = '\u001b[';

beforeEach(async () => {
  project = await bench.project(threeTables);
});

describe('--json', () => {
  it('prints the applied steps as the only standard output', async () => {
    const up = await project.run('up 2 --json');
    expect(up.code).toBe(0);
    expect(up.stderr).toMatch(/^PostgreSQL /);
    expect(JSON.parse(up.stdout)).toEqual({
      format: 'roundtrip.run/1',
      migrations: ['1_alpha', '2_beta'].map((name) => ({
        name,
        direction: 'up',
        milliseconds: expect.any(Number) as number,
        transaction: 'one',
      })),
    });

    const redo = JSON.parse((await project.run('redo --json')).stdout) as { migrations: object[] };
    expect(redo.migrations).toMatchObject([
      { name: '2_beta', direction: 'down' },
      { name: '2_beta', direction: 'up' },
    ]);
    const down = JSON.parse((await project.run('down --all --json')).stdout) as { migrations: object[] };
    expect(down.migrations).toMatchObject([{ name: '2_beta' }, { name: '1_alpha' }]);
  });

  it('prints an empty list if there is nothing to do', async () => {
    expect(JSON.parse((await project.run('down --json')).stdout)).toEqual({
      format: 'roundtrip.run/1',
      migrations: [],
    });
  });

  it('prints the state of every migration', async () => {
    const usual = { edited: null, baseline: false, halfDone: null };
    await project.run('up 1');

    expect(JSON.parse((await project.run('status --json')).stdout)).toEqual({
      format: 'roundtrip.status/1',
      kept: { bytes: 0, entries: 0 },
      history: 'readable',
      migrations: [
        { name: '1_alpha', state: 'applied', appliedAt: expect.stringMatching(/Z$/) as string, ...usual },
        { name: '2_beta', state: 'pending', appliedAt: null, ...usual },
        { name: '3_gamma', state: 'pending', appliedAt: null, ...usual },
      ],
    });
  });

  it('prints a plan', async () => {
    expect(JSON.parse((await project.run('up 1 --dry-run --json')).stdout)).toEqual({
      format: 'roundtrip.plan/1',
      migrations: [
        {
          name: '1_alpha',
          direction: 'up',
          statements: [expect.stringContaining('CREATE TABLE "alpha"') as string],
          transaction: 'one',
        },
      ],
    });
  });

  it('prints the results of seeds, and the path of a new migration', async () => {
    await project.run('up');
    await project.write({ 'seeds/small/a.sql': "INSERT INTO alpha (note) VALUES ('x')" });

    expect(JSON.parse((await project.run('seed small --json')).stdout)).toMatchObject({
      format: 'roundtrip.seed/1',
      set: 'small',
      files: ['a.sql'],
      tables: [{ table: 'public.alpha', inserted: 1, updated: 0, deleted: 0 }],
    });
    const made = JSON.parse((await project.run('new create-orders --json')).stdout) as { path: string };
    expect(made.path).toMatch(/^migrations\/\d{13}_create-orders\.ts$/);
    expect(await readFile(project.path(made.path), 'utf8')).toContain('export async function down');
  });

  it('prints an error as JSON, and as text to standard error', async () => {
    const result = await project.run('up nosuch --json');

    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toEqual({
      format: 'roundtrip.error/1',
      error: {
        code: 'usage',
        message: 'there is no migration nosuch',
        remedy: 'roundtrip status lists them.',
      },
    });
    expect(result.stderr).toContain('error: there is no migration nosuch');
  });
});

describe('--verbose', () => {
  it('prints each statement with its time below its migration', async () => {
    const { stdout } = await project.run('up 1 --verbose');
    expect(stdout).toMatch(/^up {4}1_alpha .*\n {6}CREATE TABLE "alpha"[\s\S]*\n {6}-- [0-9.]+ ms\n/);
  });
});

describe('--quiet', () => {
  it('prints nothing if the command succeeds', async () => {
    expect(await project.run('up --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await project.run('status --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('still prints errors, and JSON with --json', async () => {
    expect((await project.run('up nosuch --quiet')).stderr).toMatch(/^error: there is no migration nosuch\n/);
    expect(JSON.parse((await project.run('status --quiet --json')).stdout)).toMatchObject({
      format: 'roundtrip.status/1',
    });
  });
});

describe('colour', () => {
  it('is disabled if the output is not a terminal', async () => {
    const { stdout, stderr } = await project.run('status');
    expect(stdout + stderr).not.toContain(escape);
  });

  it('is enabled with FORCE_COLOR, on both streams', async () => {
    const { stdout, stderr } = await project.run('status', { FORCE_COLOR: '1' });
    expect(stdout).toContain(escape);
    expect(stderr).toContain(escape);
  });

  it.each([
    ['FORCE_COLOR=0', 'status', { FORCE_COLOR: '0' }],
    ['NO_COLOR', 'status', { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['--no-color', 'status --no-color', { FORCE_COLOR: '1' }],
  ])('is disabled with %s', async (_, line, env) => {
    const { stdout, stderr } = await project.run(line, env);
    expect(stdout + stderr).not.toContain(escape);
  });

  it('is never part of JSON', async () => {
    const { stdout } = await project.run('status --json', { FORCE_COLOR: '1' });
    expect(stdout).not.toContain(escape);
  });
});

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout, stderr } = await project.run('--help');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['new', 'up', 'down', 'redo', 'status', 'seed', 'reset']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  it.each(['new', 'up', 'down', 'redo', 'status', 'seed', 'reset'])(
    'of %s lists the global flags, and opens no file or connection',
    async (name) => {
      const { code, stdout } = await project.run(`${name} --help`, {
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x',
      });

      expect(code).toBe(0);
      for (const flag of [
        '--database-url',
        '--embedded',
        '--json',
        '--quiet',
        '--verbose',
        '--no-color',
        '--yes',
      ]) {
        expect(stdout).toContain(flag);
      }
    },
  );

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

    expect(await project.run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect((await project.run('up --version')).stdout).toBe(`${version}\n`);
  });

  it('is printed as an error if the command is missing', async () => {
    const { code, stdout, stderr } = await project.run('');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: roundtrip');
  });
});

describe('an unknown command or flag', () => {
  it.each([
    ['verfy', '(Did you mean verify?)'],
    ['dwon', '(Did you mean down?)'],
    ['up --jsn', '(Did you mean --json?)'],
    ['up --dry', '(Did you mean --dry-run?)'],
    ['up --database', '(Did you mean --database-url?)'],
    ['down --until 3', '(Did you mean --'],
    ['--json status', 'Put --json behind the command'],
    ['new x --kind tabel', 'table'],
  ])('is an error with a suggestion: %s', async (line, advice) => {
    const { code, stdout, stderr } = await project.run(line);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(advice);
  });

  it('gets suggestions only from the flags of its command', async () => {
    expect((await project.run('status --dry-run')).stderr).not.toContain('Did you mean --dry-run');
  });
});

describe('--verbose', () => {
  it('shows the stack of an error', async () => {
    expect((await project.run('up nosuch')).stderr).not.toMatch(/^ +at /m);
    expect((await project.run('up nosuch --verbose')).stderr).toMatch(/^ +at /m);
  });
});
