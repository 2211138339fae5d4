import type { RunNote } from '../../../src/run/run-options.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { runCommand } from '../../support/run-command.js';
import { useLive } from './support/live.js';
import { separate, sql } from './support/migrations.js';

const stopServer = await useOwnTestServer();
const live = useLive();

const adding = sql('ALTER TABLE busy ADD COLUMN n int', 'ALTER TABLE busy DROP COLUMN n');
const lock = 'ACCESS EXCLUSIVE on public.busy';

beforeEach(() => live.session.query('CREATE TABLE busy (id int)'));

type Waiting = Extract<RunNote, { kind: 'waiting-for-lock' }>;

function waitsOf(notes: readonly RunNote[]): readonly Waiting[] {
  return notes.filter((note): note is Waiting => note.kind === 'waiting-for-lock');
}

/** A session with an open transaction that has read `busy`. */
async function reader() {
  const session = await live.connect();
  await session.query("SET application_name = 'nightly report'");
  await session.query("BEGIN; SELECT FROM busy WHERE id <> 4711 AND 'secret' = 'secret'");
  return session;
}

describe('a statement that waits for a lock', () => {
  it('reports the blocking session while it waits, and continues when that session has ended', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const blocker = await reader();
    const noted = (note: RunNote) => {
      if (note.kind === 'waiting-for-lock' && note.phase === 'continues') void blocker.query('ROLLBACK');
    };
    const { steps, error, notes } = await project.up({ noted }, { lockTimeout: '0' });

    expect({ steps, error }).toEqual({ steps: ['up 1_n'], error: '' });
    const blockedBy = [
      {
        pid: blocker.pid,
        application: 'nightly report',
        user: 'postgres',
        state: 'idle in transaction',
        transactionSeconds: expect.any(Number) as number,
        querySeconds: expect.any(Number) as number,
        query: 'BEGIN …',
        details: 'visible',
      },
    ];
    const [began, continues, ...rest] = waitsOf(notes);
    expect(began).toMatchObject({ phase: 'began', lock, blockedBy });
    expect(continues).toMatchObject({ phase: 'continues', lock, blockedBy });
    expect(rest.at(-1)).toEqual({ kind: 'waiting-for-lock', phase: 'ended' });
  });

  it('reports in its error the blocking session, and how to terminate it', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const blocker = await reader();
    const { error } = await project.up({ lockRetries: 0 }, { lockTimeout: '400ms' });

    expect(error).toContain('SQLSTATE 55P03');
    expect(error).toMatch(
      /^ {2}blocked by: nightly report \(pid \d+, user postgres, idle in transaction, transaction open for \d+ s, last query \d+ s ago: BEGIN …\)$/m,
    );
    expect(error).toContain(`SELECT pg_terminate_backend(${blocker.pid});`);
    expect(error).not.toContain('secret');
  });

  it('also reports the blocking session without a transaction', async () => {
    const project = await live.project({
      '1_n.cjs': separate(['ALTER TABLE busy ADD COLUMN n int'], ['ALTER TABLE busy DROP COLUMN n']),
    });
    const blocker = await reader();
    const { error } = await project.up({ lockRetries: 0 }, { lockTimeout: '400ms' });

    expect(error).toContain(`blocked by: nightly report (pid ${blocker.pid}`);
  });

  it('reports that a prepared transaction blocks it', async () => {
    const { rows } = await live.session.query<{ most: string }>(
      "SELECT current_setting('max_prepared_transactions') AS most",
    );
    if (rows[0]?.most === '0') return;
    const project = await live.project({ '1_n.cjs': adding });
    const other = await live.connect();
    await other.query("BEGIN; LOCK TABLE busy; PREPARE TRANSACTION 'left'");
    const { error } = await project.up({ lockRetries: 0 }, { lockTimeout: '400ms' });
    await other.query("ROLLBACK PREPARED 'left'");

    expect(error).toContain('blocked by: a prepared transaction');
  });

  it('does not query the blocking session if it waits only briefly', async () => {
    const project = await live.project({ '1_n.cjs': adding });

    expect(waitsOf((await project.up()).notes)).toEqual([]);
  });
});

describe('a role that cannot see the queries of others', () => {
  const role = 'roundtrip_plain_role';

  beforeEach(async () => {
    await live.session.query(`
      DROP ROLE IF EXISTS ${role};
      CREATE ROLE ${role} LOGIN PASSWORD '${role}';
      GRANT CREATE, USAGE ON SCHEMA public TO ${role}`);
    const { rows } = await live.session.query<{ name: string }>(
      'SELECT quote_ident(current_database()) AS name',
    );
    await live.session.query(`GRANT CREATE ON DATABASE ${rows[0]?.name ?? ''} TO ${role}`);
    await live.session.query(`ALTER TABLE busy OWNER TO ${role}`);
  });

  afterEach(async () => {
    await live.session.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  it('gets the pid, and a note that the rest is hidden; with --json, the error contains the session', async () => {
    const project = await live.project({ '1_n.cjs': adding });
    const blocker = await reader();
    const url = new URL(live.url);
    url.username = role;
    url.password = role;
    const args = ['up', '--json', '--lock-retries', '0', '--lock-timeout', '400ms'];
    const { code, stdout, stderr } = await runCommand(args, {
      cwd: project.directory,
      env: { DATABASE_URL: url.href },
    });
    await blocker.query('ROLLBACK');

    expect(code).toBe(3);
    expect(stderr).toMatch(/^waiting \d+ s for nightly report \(pid /m);
    expect(stderr).toContain(
      `(pid ${blocker.pid}, user postgres, what it does is visible to members of pg_read_all_stats only): ${lock}`,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'roundtrip.error/1',
      error: { code: 'database', blockedBy: [{ pid: blocker.pid, query: null, details: 'hidden' }] },
    });
  });
});

afterAll(stopServer);
