import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { commandPath, startProgram, type RunningCommand } from '../../support/run-command.js';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';
import { createProject } from './support/project.js';

const bench = useBench();

/** A completed migration, one that sleeps for a minute, and one that is not reached. */
const slow = {
  'migrations/1_alpha.ts': table('alpha'),
  'migrations/2_slow.js': sql('CREATE TABLE half (); SELECT pg_sleep(60)', 'DROP TABLE half'),
  'migrations/3_gamma.ts': table('gamma'),
};

const OTHERS = `
  SELECT FROM pg_catalog.pg_stat_activity a
  WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()`;

async function interrupt(running: RunningCommand, signal: NodeJS.Signals) {
  await bench.untilSleeping(running);
  const sent = Date.now();
  running.process.kill(signal);
  const result = await running.finished;
  return { ...result, milliseconds: Date.now() - sent };
}

describe('up', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends on %s at once, with no partial changes', async (signal) => {
    const project = await bench.project(slow);
    const { code, stdout, stderr, milliseconds } = await interrupt(project.start('up'), signal);

    expect(code).toBe(130);
    expect(milliseconds).toBeLessThan(10_000);
    expect(stdout).toMatch(/^up {4}1_alpha .*\n$/);
    expect(stderr).toContain('error: interrupted');
    expect(await bench.tables()).toEqual(['alpha']);
    expect(await bench.recorded()).toEqual(['1_alpha']);
    // Neither the statement nor the lock remains.
    expect((await bench.session.query(OTHERS)).rows).toEqual([]);
    expect((await project.run('up 2_slow --fake')).code).toBe(0);
  });

  it('reports which statements of a migration without a transaction stay in effect', async () => {
    const project = await bench.project({
      'migrations/1_slow.js': `export const up = (pgm) => {
  pgm.noTransaction();
  pgm.sql('CREATE TABLE stays ()');
  pgm.sql('SELECT pg_sleep(60)');
};
export const down = () => {};`,
    });
    const { code, stderr } = await interrupt(project.start('up'), 'SIGINT');

    expect(code).toBe(130);
    expect(stderr).toContain('interrupted in the up of 1_slow');
    expect(stderr).toContain('These statements took effect and were not undone:\n  CREATE TABLE stays ()');
    expect(await bench.recorded()).toEqual([]);
  });

  it('can be interrupted while it waits for the lock', async () => {
    const project = await bench.project(slow);
    const first = project.start('up');
    await bench.untilSleeping(first);
    const second = project.start('up --lock-wait 60');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    second.process.kill('SIGINT');

    expect((await second.finished).code).toBe(130);
    expect((await interrupt(first, 'SIGINT')).code).toBe(130);
  });

  it('ends on a second signal without waiting for a migration that hangs', async () => {
    const project = await bench.project({
      'migrations/1_hangs.js': `export const up = async (pgm) => {
  await pgm.db.query('CREATE TABLE half ()');
  console.error('hanging');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
export const down = () => {};`,
    });
    const running = project.start('up');
    await new Promise<void>((resolve) => {
      running.process.stderr?.on('data', (text: string) => {
        if (text.includes('hanging')) resolve();
      });
      void running.finished.then(() => {
        resolve();
      });
    });
    running.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.process.kill('SIGINT');

    expect((await running.finished).code).toBe(130);
    expect(await bench.tables()).toEqual([]);
  });
});

describe('down and seed', () => {
  it('leave no partial changes either', async () => {
    const project = await bench.project({
      'migrations/1_slow.js': sql('CREATE TABLE whole ()', 'DROP TABLE whole; SELECT pg_sleep(60)'),
      'seeds/development/a.sql': 'CREATE TABLE half (); SELECT pg_sleep(60)',
    });
    await project.run('up');
    const down = await interrupt(project.start('down'), 'SIGTERM');
    const seed = await interrupt(project.start('seed'), 'SIGTERM');

    expect([down.code, seed.code]).toEqual([130, 130]);
    expect(await bench.tables()).toEqual(['whole']);
    expect(await bench.recorded()).toEqual(['1_slow']);
  });
});

describe('a scratch database', () => {
  /** Creates a scratch database, prints its name and keeps it for a minute or until it is interrupted. */
  const sink = `
import { openServer } from '${moduleOf('database/server/open-server.js')}';
import { withScratchDatabases } from '${moduleOf('database/scratch.js')}';
import { parseConnectionUrl } from '${moduleOf('config/connection.js')}';
const controller = new AbortController();
process.on('SIGTERM', () => controller.abort());
const connection = parseConnectionUrl(process.env.SERVER, 'SERVER');
const server = await openServer({ connection, kind: 'server', signal: controller.signal, pooler: 'refused' });
await withScratchDatabases(server, async (scratch) => {
  const database = await scratch.create();
  console.log(database.name);
  const session = await database.connect();
  try { await session.query('SELECT pg_sleep($1::float)', [process.env.SECONDS]); } finally { await session.close(); }
}).catch((error) => { if (error.code !== 'interrupted') throw error; });`;

  function moduleOf(path: string): string {
    return fileURLToPath(new URL(path, new URL('../', `file://${commandPath}`)));
  }

  async function startKeeper(seconds: number) {
    const project = await createProject({});
    await writeFile(project.path('keeper.mjs'), sink);
    const env = { SERVER: bench.url, SECONDS: String(seconds) };
    const running = startProgram([project.path('keeper.mjs')], { cwd: project.directory, env });
    const name = await new Promise<string>((resolve, reject) => {
      running.process.stdout?.once('data', (text: string) => {
        resolve(text.trim());
      });
      void running.finished.then(({ stderr }) => {
        reject(new Error(`the keeper ended: ${stderr}`));
      });
    });
    const stop = async (signal: NodeJS.Signals) => {
      running.process.kill(signal);
      await running.finished;
      await project.remove();
    };
    return { name, running, stop };
  }

  async function exists(name: string): Promise<boolean> {
    const { rows } = await bench.session.query('SELECT FROM pg_catalog.pg_database d WHERE d.datname = $1', [
      name,
    ]);
    return rows.length > 0;
  }

  it('is dropped at the end, and after an interruption', async () => {
    const interrupted = await startKeeper(60);
    expect(interrupted.name).toMatch(/^roundtrip_scratch_\d+_\d+$/);
    expect(await exists(interrupted.name)).toBe(true);
    await interrupted.stop('SIGTERM');
    expect(await exists(interrupted.name)).toBe(false);

    const ended = await startKeeper(0);
    expect((await ended.running.finished).code).toBe(0);
    await ended.stop('SIGTERM');
    expect(await exists(ended.name)).toBe(false);
  });

  it('of a killed process is dropped by the next run, and one of a running process is not', async () => {
    const killed = await startKeeper(60);
    const living = await startKeeper(60);
    await killed.stop('SIGKILL');
    expect(await exists(killed.name)).toBe(true);

    // The server detects the closed connection only when the statement ends.
    await bench.session.query(
      'SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a WHERE a.datname = $1',
      [killed.name],
    );
    const next = await startKeeper(60);

    expect(await exists(killed.name)).toBe(false);
    expect(await exists(living.name)).toBe(true);
    await living.stop('SIGTERM');
    await next.stop('SIGTERM');
    expect([await exists(living.name), await exists(next.name)]).toEqual([false, false]);
  });
});
