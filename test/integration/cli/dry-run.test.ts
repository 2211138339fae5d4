import { useBench } from './support/bench.js';
import { table, threeTables } from './support/migrations.js';

const bench = useBench();

describe('--dry-run', () => {
  it('prints the SQL in order and changes nothing', async () => {
    const project = await bench.project(threeTables);
    const { code, stdout } = await project.run('up --dry-run');

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^-- up of 1_alpha\nBEGIN;\nCREATE TABLE "alpha"[^]*COMMIT;\n\n-- up of 2_beta\n[^]*-- up of 3_gamma\n/,
    );
    const { rows } = await bench.session.query(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    );
    expect(rows).toEqual([]);
  });

  it('prints the SQL of down and redo', async () => {
    const project = await bench.project(threeTables);
    await bench.applied('alpha', 'beta');

    expect((await project.run('down 2 --dry-run')).stdout).toMatch(
      /down of 2_beta\n[^]*DROP TABLE "beta"[^]*down of 1_alpha/,
    );
    expect((await project.run('redo --dry-run')).stdout).toMatch(/down of 2_beta\n[^]*up of 2_beta\n/);
    expect((await project.run('up beta --dry-run')).stdout).toBe('nothing to apply\n');
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it('has precedence over --fake', async () => {
    const project = await bench.project(threeTables);
    await bench.applied('alpha');
    await project.run('up --dry-run --fake');

    expect(await bench.recorded()).toEqual(['1_alpha']);
  });

  it('runs migrations that use pgm.db on a scratch database, and marks their SQL', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_writes.js': `export const up = async (pgm) => {
  await pgm.db.query('ALTER TABLE alpha ADD made int');
  const { rows } = await pgm.db.query('SELECT count(*)::int AS n FROM alpha');
  pgm.sql('CREATE TABLE of_' + rows[0].n + ' ()');
};
export const down = async (pgm) => { await pgm.db.query('DROP TABLE of_0; ALTER TABLE alpha DROP made'); };`,
    });
    await bench.applied('alpha');
    const { code, stdout } = await project.run('up --dry-run');

    expect(code).toBe(0);
    expect(stdout).toContain(
      '-- up of 2_writes, as run on a scratch database without the rows of this database\nBEGIN;\nALTER TABLE alpha ADD made int\n',
    );
    expect(stdout).toContain('CREATE TABLE of_0 ();');
    expect(await bench.tables()).toEqual(['alpha']);
    await project.run('up');
    expect((await project.run('down --dry-run')).stdout).toContain('DROP TABLE of_0');
    expect(await bench.recorded()).toEqual(['1_alpha', '2_writes']);
  });

  it('reports why a migration cannot be printed', async () => {
    const project = await bench.project({
      'migrations/1_fails.js': `export const up = async (pgm) => { await pgm.db.query('SELECT nosuch'); };`,
    });
    const { code, stderr } = await project.run('up --dry-run');

    expect(code).toBe(3);
    expect(stderr).toContain('the up of 1_fails cannot be shown without running it');
    expect(stderr).toContain('column "nosuch" does not exist');
  });
});
