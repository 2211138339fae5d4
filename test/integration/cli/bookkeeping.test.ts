import { runner } from 'node-pg-migrate';
import { withSession } from '../../../src/database/with-session.js';
import { openTestServer } from '../../support/scratch.js';
import { useBench, waitAtGate } from './support/bench.js';
import { sql, table, threeTables } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();
let project: Project;

/** The key of node-pg-migrate's advisory lock, from its documentation. */
const lockKey = '7241865325823964';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Runs node-pg-migrate without roundtrip, as a project might do. */
function runNodePgMigrate(direction: 'up' | 'down', count: number): Promise<readonly { name: string }[]> {
  return runner({
    databaseUrl: bench.url,
    dir: project.path('migrations'),
    direction,
    count,
    migrationsTable: 'pgmigrations',
    singleTransaction: true,
    logger: silent,
  });
}

beforeEach(async () => {
  project = await bench.project(threeTables);
});

describe('the migrations table', () => {
  it("is node-pg-migrate's, which reads the applied migrations from it and applies the next ones", async () => {
    await project.run('up 2');

    expect((await runNodePgMigrate('up', 1)).map(({ name }) => name)).toEqual(['3_gamma']);
    expect((await runNodePgMigrate('down', 2)).map(({ name }) => name)).toEqual(['3_gamma', '2_beta']);
    expect(await bench.tables()).toEqual(['alpha']);
  });

  it('may have been created by node-pg-migrate', async () => {
    await runNodePgMigrate('up', 2);

    expect((await project.run('status')).stdout).toContain('2 migrations applied, 1 pending');
    expect((await project.run('up')).stdout).toContain('1 migration applied');
    expect((await project.run('down --all')).stdout).toContain('3 migrations rolled back');
    expect(await bench.tables()).toEqual([]);
    expect(await runNodePgMigrate('up', 3)).toHaveLength(3);
  });

  it('has the same columns as one that node-pg-migrate creates', async () => {
    const columns = async () =>
      (
        await bench.session.query(
          `SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull FROM pg_attribute
           WHERE attrelid = 'pgmigrations'::regclass AND attnum > 0 ORDER BY attnum`,
        )
      ).rows;
    await project.run('up 1');
    const ours = await columns();
    await bench.session.query('DROP TABLE pgmigrations; DROP TABLE alpha');
    await runNodePgMigrate('up', 1);

    expect(ours).toEqual(await columns());
  });

  it('keeps its order if earlier rows come from a time zone to the east', async () => {
    await bench.applied('alpha');
    await bench.session.query("UPDATE pgmigrations SET run_on = run_on + interval '9 hours'");
    await project.run('up 1');
    await project.run('up --fake');

    expect((await project.run('down --fake')).stdout).toContain('3_gamma');
    expect((await project.run('down')).stdout).toContain('2_beta');
    expect(await runNodePgMigrate('up', 1)).toMatchObject([{ name: '2_beta' }]);
  });
});

describe("node-pg-migrate's lock", () => {
  it('stops a run if another session holds it, and the error names that session', async () => {
    await holdLock(async (pid) => {
      for (const line of ['up', 'down', 'redo']) {
        const { code, stdout, stderr } = await project.run(line);
        expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
        expect(stderr).toContain(
          `another run holds the migration lock: deployer (pid ${pid}, user postgres, idle, last query `,
        );
        expect(stderr).toContain(`SELECT pg_terminate_backend(${pid});`);
        expect(stderr).toContain('--lock-wait');
      }
      expect(await bench.tables()).toEqual([]);
    });
  });

  it('does not stop commands that change nothing', async () => {
    await holdLock(async () => {
      expect((await project.run('status')).code).toBe(0);
      expect((await project.run('up --dry-run')).code).toBe(0);
    });
  });

  it('is awaited with --lock-wait, and then acquired', async () => {
    const run = await holdLock(async () => {
      const { process: command, finished } = project.start('up --lock-wait 60');
      await new Promise<void>((resolve) => {
        command.stderr?.on('data', (text: string) => {
          if (text.includes('the migration lock')) resolve();
        });
      });
      expect(await bench.tables()).toEqual([]);
      return { finished };
    });

    const { code, stderr } = await run.finished;
    expect(code).toBe(0);
    expect(stderr.match(/waiting \d+ s for deployer \(pid .*\): the migration lock/g)).toHaveLength(1);
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('is not awaited longer than --lock-wait allows', async () => {
    await holdLock(async () => {
      const started = Date.now();
      const { code, stderr } = await project.run('up --lock-wait 1');

      expect(code).toBe(3);
      expect(stderr).toContain('Waited 1 s.');
      expect(Date.now() - started).toBeGreaterThan(1000);
    });
  });

  it('is held while migrations run: node-pg-migrate waits or fails meanwhile', async () => {
    await project.write({ 'migrations/4_slow.js': sql(waitAtGate) });
    const running = await bench.whileAtGate(
      () => project.start('up'),
      () => expect(runNodePgMigrate('up', 1)).rejects.toThrow('Another migration is already running'),
    );
    expect((await running.finished).code).toBe(0);
  });

  it('makes two concurrent runs with --lock-wait run one after the other, and both succeed', async () => {
    await project.write({ 'migrations/4_slow.js': sql('SELECT pg_sleep(0.5)') });
    const results = await Promise.all([project.run('up --lock-wait 30'), project.run('up --lock-wait 30')]);

    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(results.map(({ stdout }) => stdout).sort()[0]).toBe('nothing to apply\n');
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma', '4_slow']);
  });

  it('makes one of two concurrent runs without --lock-wait fail without changes', async () => {
    await project.write({ 'migrations/0_slow.js': sql('SELECT pg_sleep(1)') });
    const results = await Promise.all([project.run('up'), project.run('up')]);

    expect(results.map(({ code }) => code).sort()).toEqual([0, 3]);
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('does not stop a run if it is held in another database', async () => {
    await withSession(await openTestServer(), async (session) => {
      await session.query(`SELECT pg_advisory_lock(${lockKey})`);
      expect((await project.run('up')).code).toBe(0);
    });
  });

  it('is kept when a migration discards its session state', async () => {
    await project.write({ 'migrations/1_alpha.ts': table('alpha') });
    await project.write({
      'migrations/1_discard.js': `export const up = (pgm) => { pgm.noTransaction(); pgm.sql('DISCARD ALL'); };
export const down = () => {};`,
      'migrations/4_slow.js': sql(waitAtGate),
    });
    const running = await bench.whileAtGate(
      () => project.start('up'),
      async () => {
        expect((await project.run('down')).stderr).toContain(
          'another run holds the migration lock: roundtrip',
        );
      },
    );
    expect((await running.finished).code).toBe(0);
  });
});

/** Runs `action` while another session holds the lock. */
async function holdLock<T>(action: (pid: number) => Promise<T>): Promise<T> {
  const { session } = bench;
  await session.query("SET application_name = 'deployer'");
  await session.query(`SELECT pg_advisory_lock(${lockKey})`);
  try {
    return await action(session.pid);
  } finally {
    await session.query(`SELECT pg_advisory_unlock(${lockKey})`);
  }
}
