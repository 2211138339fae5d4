import { access, readdir } from 'node:fs/promises';
import { sql, threeTables } from './support/migrations.js';
import { createProject, type Project } from './support/project.js';

let project: Project;

beforeAll(async () => {
  project = await createProject({
    ...threeTables,
    'seeds/development/a.sql': "INSERT INTO alpha (note) VALUES ('seeded')",
  });
});

afterAll(() => project.remove());

/** Whether the folder contains the postmaster.pid of a running server. */
async function serverRuns(): Promise<boolean> {
  const names = await readdir(project.path('.roundtrip'), { recursive: true });
  return names.some((name) => name.endsWith('postmaster.pid'));
}

describe('a command without DATABASE_URL', () => {
  it('uses an embedded server in .roundtrip/, which keeps its data and is stopped after each command', async () => {
    const up = await project.run('up 2');
    expect(up.stderr).toMatch(/^PostgreSQL 18\.\d+, embedded, database \w+ in \.roundtrip\/\n$/);
    expect(up.stdout).toContain('2 migrations applied');
    expect(await serverRuns()).toBe(false);

    expect((await project.run('status')).stdout).toContain('2 migrations applied, 1 pending');
    expect((await project.run('up')).stdout).toContain('3_gamma');
    expect((await project.run('seed')).stdout).toContain('public.alpha');
    expect((await project.run('down 2')).stdout).toContain('2 migrations rolled back');
  });

  it('recreates the database in reset without confirmation, and prints one JSON document', async () => {
    const { code, stdout } = await project.run('reset --json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'roundtrip.reset/1',
      down: null,
      up: { migrations: [{ name: '1_alpha' }, { name: '2_beta' }, { name: '3_gamma' }] },
      seed: { tables: [{ table: 'public.alpha', inserted: 1 }] },
    });
    expect(await serverRuns()).toBe(false);
  });

  it('stops the server on Ctrl-C, and the next run finds an unchanged database', async () => {
    await project.write({
      'migrations/4_slow.js': `export const up = async (pgm) => {
  pgm.sql('CREATE TABLE half ()');
  pgm.sql('SELECT pg_sleep(60)');
  console.error('sleeping');
};
export const down = () => {};`,
    });
    const running = project.start('up');
    await new Promise<void>((resolve) => {
      running.process.stderr?.on('data', (text: string) => {
        if (text.includes('sleeping')) resolve();
      });
      void running.finished.then(() => {
        resolve();
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    running.process.kill('SIGINT');

    expect((await running.finished).code).toBe(130);
    expect(await serverRuns()).toBe(false);
    await project.write({ 'migrations/4_slow.js': sql('CREATE TABLE half ()', 'DROP TABLE half') });
    expect((await project.run('up')).stdout).toMatch(/^up {4}4_slow/);
  });

  it('stops the server if a migration fails', async () => {
    await project.write({ 'migrations/5_bad.js': sql('SELECT nosuch') });

    expect((await project.run('up')).code).toBe(3);
    expect(await serverRuns()).toBe(false);
  });
});

describe('--embedded', () => {
  it('has precedence over DATABASE_URL, which is not parsed', async () => {
    const { code, stdout } = await project.run('status --embedded', { DATABASE_URL: 'mysql://nonsense' });

    expect(code).toBe(0);
    expect(stdout).toContain('4 migrations applied');
  });

  it('starts no server if the migration files are invalid', async () => {
    const empty = await createProject({ 'migrations/README.md': '' });

    for (const line of ['up', 'status', 'reset', 'seed']) expect((await empty.run(line)).code).toBe(2);
    await expect(access(empty.path('.roundtrip'))).rejects.toThrow('ENOENT');
    await empty.remove();
  });
});
