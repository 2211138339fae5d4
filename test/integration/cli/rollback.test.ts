import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';

const bench = useBench();

const forgetful = {
  'migrations/1_mood.js': sql("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE m (m mood)", 'DROP TABLE m'),
};

/** The command of node-pg-migrate. */
const nodePgMigrate = fileURLToPath(
  new URL('../../../node_modules/node-pg-migrate/bin/node-pg-migrate.js', import.meta.url),
);

describe('a down that is not exact', () => {
  it('is stopped, exits with 1 and prints the SQL that would make it exact', async () => {
    const project = await bench.project(forgetful);
    await project.run('up');
    const { code, stdout } = await project.run('down');

    expect({ code, tables: await bench.tables(), recorded: await bench.recorded() }).toEqual({
      code: 1,
      tables: ['m'],
      recorded: ['1_mood'],
    });
    expect(stdout).toBe(
      [
        '1_mood  migrations/1_mood.js',
        '  type public.mood would be left behind',
        '    + enum (sad)',
        '  to repair, add to the down:',
        '    DROP TYPE public.mood;',
        '',
        'the down of 1_mood is not the exact inverse of its up',
        'The rollback was not committed: the database is unchanged. Fix the down, or accept the traces with --accept-traces.',
        '',
      ].join('\n'),
    );
  });

  it('is reported as JSON', async () => {
    const project = await bench.project(forgetful);
    await project.run('up');
    const { code, stdout } = await project.run('down --json');

    expect({ code, report: JSON.parse(stdout) as unknown }).toEqual({
      code: 1,
      report: {
        format: 'roundtrip.rollback/1',
        verdict: 'not-exact',
        migration: '1_mood',
        file: 'migrations/1_mood.js',
        foundOn: 'database',
        traces: [
          {
            kind: 'type',
            name: 'public.mood',
            change: 'left',
            before: null,
            after: 'enum (sad)',
            repair: 'DROP TYPE public.mood;',
          },
        ],
        changedSince: [],
        goesAlong: [],
        repair: 'DROP TYPE public.mood;',
        rolledBack: [],
      },
    });
  });

  it('is committed with --accept-traces, and the differences are reported', async () => {
    const project = await bench.project(forgetful);
    await project.run('up');
    const { code, stderr } = await project.run('down --accept-traces');

    expect({ code, recorded: await bench.recorded() }).toEqual({ code: 0, recorded: [] });
    expect(stderr).toContain('is not an exact inverse; committed anyway (--accept-traces):');
  });
});

describe('a migration that the node-pg-migrate command applied', () => {
  it('is proven on a scratch database, and then rolled back', async () => {
    const project = await bench.project({
      'migrations/1_alpha.js': table('alpha').replaceAll(
        /import type.*\n|: MigrationBuilder|: Promise<void>/g,
        '',
      ),
      'migrations/2_mood.js': forgetful['migrations/1_mood.js'],
      'package.json': '{ "type": "module" }',
    });
    await promisify(execFile)(process.execPath, [nodePgMigrate, 'up', '-m', 'migrations'], {
      cwd: project.directory,
      env: { ...process.env, DATABASE_URL: bench.url },
    });
    const stopped = await project.run('down');
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('proving on a scratch database first: 2_mood');
    expect(stopped.stdout).toContain('Found on a scratch database; this database was not changed.');

    await project.write({
      'migrations/2_mood.js': sql(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE m (m mood)",
        'DROP TABLE m; DROP TYPE mood',
      ),
    });
    expect((await project.run('down 2')).code).toBe(0);
    expect(await bench.tables()).toEqual([]);
  });
});

describe('the flags of down', () => {
  it.each([
    ['up --resume', 'there is nothing to resume'],
    ['down --no-history --resume', '--no-history and --resume exclude each other'],
    ['down --no-history --from-history', '--no-history and --from-history exclude each other'],
    ['down --lock-retries many', '--lock-retries many is not a valid number of retries'],
  ])('are rejected: %s', async (line, message) => {
    const project = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
    const { code, stderr } = await project.run(line);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
