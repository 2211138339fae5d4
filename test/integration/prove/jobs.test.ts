import { proveIn, useProjects, type ProofJson } from './support/proving.js';

const project = useProjects();

function migration(up: string, down: string): string {
  return `exports.up = (pgm) => pgm.sql(${JSON.stringify(up)}); exports.down = (pgm) => pgm.sql(${JSON.stringify(down)});\n`;
}

const count = 40;

/** Thirty-nine reversible migrations, some of them replaced by `special`. */
function ladder(special: Readonly<Record<number, string>> = {}): Record<string, string> {
  const files = Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    const right = migration(`CREATE TABLE t${n} (id int PRIMARY KEY)`, `DROP TABLE t${n}`);
    return [`${String(n).padStart(3, '0')}_step.js`, special[n] ?? right] as const;
  });
  return Object.fromEntries(files);
}

/** The report without its times, which differ in each proof. */
function withoutTimes({ migrations, compared, verdict }: ProofJson): unknown {
  return {
    compared,
    verdict,
    migrations: migrations.map((one) => ({ ...one, milliseconds: undefined })),
  };
}

describe('a proof in several jobs', () => {
  it('reports the same as one job, in the order of the files', async () => {
    const suite = await project(
      ladder({
        3: migration('ALTER TABLE t1 ADD COLUMN forgotten int', 'SELECT 1'),
        12: migration('INSERT INTO t2 VALUES (1), (2)', 'DELETE FROM t2'),
        27: migration('DELETE FROM t2 WHERE id = 1', 'SELECT 1'),
        30: migration("CREATE TYPE mood AS ENUM ('sad')", 'SELECT 1'),
        38: migration('ALTER TABLE t30x ADD COLUMN a int', 'SELECT 1'),
      }),
    );
    const [one, three] = [await proveIn(suite, '--jobs 1'), await proveIn(suite, '--jobs 3')];
    expect([one.code, three.code]).toEqual([1, 1]);
    expect(one.verdicts).toMatchObject({
      '003_step': 'leaves-traces',
      '027_step': 'loses-data',
      '030_step': 'leaves-traces',
      '038_step': 'fails',
      '039_step': 'not-run',
    });
    expect(withoutTimes(three.report)).toEqual(withoutTimes(one.report));
  });

  it('proves migrations that create roles, although all jobs share them', async () => {
    const suite = await project(
      ladder({
        2: migration("DO $$ BEGIN EXECUTE 'CREATE RO' || 'LE rt_jobs'; END $$", 'DROP ROLE rt_jobs'),
        20: migration('GRANT SELECT ON t1 TO rt_jobs', 'REVOKE SELECT ON t1 FROM rt_jobs'),
        35: migration('ALTER ROLE rt_jobs LOGIN', 'ALTER ROLE rt_jobs NOLOGIN'),
      }),
    );
    const { code, report } = await proveIn(suite, '--jobs 2 --embedded');
    expect([code, report.verdict, report.migrations.length]).toEqual([0, 'reversible', count]);
  });

  it('can also be split into shards, which together prove all migrations', async () => {
    const suite = await project(ladder());
    const shards = [];
    for (const shard of ['1/3', '2/3', '3/3']) shards.push(await proveIn(suite, `--shard ${shard}`));
    expect(shards.map(({ report }) => report.migrations.length)).toEqual([13, 14, 13]);
    expect(shards.flatMap(({ report }) => report.migrations.map(({ name }) => name))).toEqual(
      Object.keys(ladder()).map((file) => file.replace('.js', '')),
    );
  });

  it.each([
    ['--jobs 0', '--jobs 0 is not a valid number of jobs'],
    ['--shard 4/3', '--shard 4/3 is not a valid shard'],
  ])('rejects %s', async (flags, message) => {
    const suite = await project({ '1_a.js': migration('SELECT 1', 'SELECT 1') });
    const { code, stderr } = await suite.run(`prove ${flags}`);
    expect([code, stderr.includes(message)]).toEqual([2, true]);
  });
});
