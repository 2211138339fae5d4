import { useOwnTestServer } from '../../support/own-test-server.js';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';

const stopServer = await useOwnTestServer();

const bench = useBench();

interface Check {
  readonly name: string;
  readonly status: 'ok' | 'note' | 'problem';
  readonly message: string;
  readonly remedy: string | null;
}

function checksIn(stdout: string): readonly Check[] {
  return (JSON.parse(stdout) as { checks: readonly Check[] }).checks;
}

const problemsIn = (stdout: string) =>
  checksIn(stdout)
    .filter(({ status }) => status === 'problem')
    .map(({ message }) => message);

describe('doctor', () => {
  it('reports no problems of a valid project, before and after up', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'roundtrip.json': '{ "extensions": ["plpgsql"] }',
    });
    const before = await project.run('doctor');

    expect(before.code).toBe(0);
    expect(before.stdout).toMatch(/^ok {7}Node\.js \d/);
    for (const line of [
      'ok       settings in roundtrip.json',
      'ok       1 migration in migrations, from 1_alpha to 1_alpha',
      'ok       available extensions: plpgsql',
      'ok       may create objects in schema public',
      'ok       may create databases, which prove needs',
      'ok       migrations table public.pgmigrations does not exist yet; up creates it',
    ])
      expect(before.stdout).toContain(`${line}\n`);
    expect(before.stdout).toMatch(/\n\nno problems found\n$/);

    await project.run('up');
    const after = await project.run('doctor');
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('1 applied, 0 pending')]);
  });

  it('reports every problem with its remedy, and exits with 1', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_ext.js': sql('CREATE EXTENSION IF NOT EXISTS "no_such"'),
      'migrations/3_broken.js': 'export const up = ',
      'roundtrip.json': '{ "schema": ["public", "gone"], "extensions": ["neither"] }',
    });
    const { code, stdout } = await project.run('doctor --json');

    expect(code).toBe(1);
    expect(problemsIn(stdout)).toEqual([
      expect.stringMatching(/3_broken\.js.* cannot be loaded/),
      'the server does not offer the extension neither',
      'the server does not offer the extension no_such',
      'schema gone does not exist',
    ]);
    expect(
      checksIn(stdout).find(({ message }) => message === 'schema gone does not exist')?.remedy,
    ).toContain('CREATE SCHEMA "gone";');
  });

  it('reports which privileges a role lacks, and how to grant them', async () => {
    const name = 'doctor_without_rights';
    await bench.session.query(
      `CREATE ROLE ${name} LOGIN PASSWORD 'x'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    );
    try {
      const project = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
      const url = new URL(bench.url);
      url.username = name;
      url.password = 'x';
      const { code, stdout } = await project.runArgs(['doctor', '--json', '--database-url', url.href]);

      expect(code).toBe(1);
      expect(problemsIn(stdout)).toEqual([
        'may not create objects in schema public, which up needs',
        expect.stringMatching(/^may not create schemas in database /),
        'may not create databases, which prove needs on this server',
      ]);
      expect(checksIn(stdout).map(({ remedy }) => remedy)).toContainEqual(
        expect.stringContaining(`ALTER ROLE "${name}" CREATEDB;`),
      );
    } finally {
      await bench.session.query(`DROP ROLE ${name}`);
    }
  });

  it('reports missing and edited files', async () => {
    const project = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
    await project.run('up');
    await bench.session.query("INSERT INTO pgmigrations (name, run_on) VALUES ('2_gone', now())");
    await project.write({ 'migrations/1_alpha.ts': table('alphabet') });
    const { code, stdout } = await project.run('doctor --json');

    expect(code).toBe(1);
    expect(problemsIn(stdout)).toEqual([
      'applied, but the file is missing: 2_gone',
      'edited since they were applied: 1_alpha',
    ]);
  });

  it('exits with 3 if no server responds, after all checks that need no server', async () => {
    const project = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
    const url = 'postgres://nobody:secret@127.0.0.1:1/nowhere';
    const { code, stdout } = await project.runArgs(['doctor', '--database-url', url]);

    expect(code).toBe(3);
    expect(stdout).toContain('1 migration in migrations');
    expect(stdout).toMatch(/^problem {2}.*127\.0\.0\.1:1/m);
    expect(stdout).not.toContain('secret');
  });

  it('reports invalid settings as a problem', async () => {
    const project = await bench.project({ 'roundtrip.json': '{ "shema": "app" }' });
    const { code, stdout } = await project.run('doctor');

    expect(code).toBe(1);
    expect(stdout).toContain('problem  roundtrip.json: unknown key shema');
  });
});

describe('init', () => {
  it('writes settings from the configuration of a node-pg-migrate project', async () => {
    const project = await bench.project({
      'db/steps/1_alpha.ts': table('alpha'),
      'package.json': JSON.stringify({
        scripts: { migrate: 'node-pg-migrate -m db/steps --migrations-table=steps -s app up && echo -m x' },
      }),
    });
    const { code, stdout } = await project.run('init');
    const { default: written } = (await import(project.path('roundtrip.json'), {
      with: { type: 'json' },
    })) as { default: unknown };

    expect(code).toBe(0);
    expect(stdout).toContain('1 migration in db/steps\n');
    expect(stdout).toContain('npx roundtrip doctor');
    expect(written).toEqual({
      $schema: './node_modules/pg-roundtrip/roundtrip.schema.json',
      migrationsDir: 'db/steps',
      migrationsTable: 'steps',
      schema: 'app',
    });
    expect((await project.run('up --dry-run', {})).stderr).not.toContain('error');
  });

  it('finds the migrations folder at the usual places, adopts flags, and overwrites nothing', async () => {
    const project = await bench.project({ 'src/db/migrations/1_alpha.ts': table('alpha') });
    const first = await project.run('init --json --migrations-table done');
    const second = await project.run('init');

    expect([first.code, second.code]).toEqual([0, 2]);
    expect(JSON.parse(first.stdout)).toMatchObject({
      format: 'roundtrip.init/1',
      content: { migrationsDir: 'src/db/migrations', migrationsTable: 'done' },
      migrations: 1,
    });
    expect(second.stderr).toContain('settings already exist in roundtrip.json; nothing was written');
  });

  it('suggests in an empty folder to create the first migration', async () => {
    const project = await bench.project({});

    expect((await project.run('init')).stdout).toContain('npx roundtrip new NAME');
  });

  it('does not change settings in package.json', async () => {
    const project = await bench.project({ 'package.json': '{ "roundtrip": { "schema": "app" } }' });
    const { code, stderr } = await project.run('init');

    expect([code, stderr]).toEqual([2, expect.stringContaining('in package.json; nothing was written')]);
  });
});

afterAll(stopServer);
