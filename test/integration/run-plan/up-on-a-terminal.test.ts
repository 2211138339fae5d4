import { PassThrough } from 'node:stream';
import { run as runUp } from '../../../src/cli/commands/up.js';
import { Terminal } from '../../../src/cli/terminal.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { useBench } from '../cli/support/bench.js';
import { sql } from '../cli/support/migrations.js';

const bench = useBench();

/** A project with one applied migration, and one that checks all rows of its table. */
async function projectWithRows(rows: number) {
  const project = await bench.project({
    'migrations/1_alpha.js': sql('CREATE TABLE alpha (id int)', 'DROP TABLE alpha'),
  });
  await project.run('up');
  await bench.session.query('INSERT INTO alpha SELECT generate_series(1, $1)', [rows]);
  await bench.session.query('ANALYZE alpha');
  const check = sql(
    'ALTER TABLE alpha ADD CHECK (id > 0)',
    'ALTER TABLE alpha DROP CONSTRAINT alpha_id_check',
  );
  await project.write({ 'migrations/2_check.js': check });
  return project;
}

/** What `up` prints on a terminal to standard error and output, in that order. */
async function upOnTerminal(cwd: string, flags: object): Promise<string> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  const terminal = new Terminal({ stdin, stdout, stderr, env: {} }, { color: false });
  await runUp({ terminal, flags, cwd, signal: uninterruptible, env: { DATABASE_URL: bench.url } }, []);
  return `${String(stderr.read())}${String(stdout.read())}`;
}

describe('up on a terminal', () => {
  it('shows locks and scans of the pending migrations first where tables have rows', async () => {
    const { directory } = await projectWithRows(9);

    const printed = await upOnTerminal(directory, {});

    expect(printed).toContain(
      'public.alpha  ACCESS EXCLUSIVE  reads and writes  2_check\n\nread whole\n  public.alpha\n',
    );
    expect(printed).toContain('1 migration applied');
    expect(await bench.recorded()).toHaveLength(2);
  });

  it.each([
    ['with --yes', 9, { yes: true }],
    ['with --dry-run', 9, { dryRun: true }],
    ['where no table has rows', 0, {}],
  ])('shows none of them %s', async (_, rows, flags) => {
    const { directory } = await projectWithRows(rows);

    expect(await upOnTerminal(directory, flags)).not.toContain('strongest locks');
  });
});
