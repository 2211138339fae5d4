import { useBench } from './support/bench.js';
import { table, threeTables } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();
let project: Project;

beforeEach(async () => {
  project = await bench.project(threeTables);
});

describe('up', () => {
  it('applies all pending migrations in order', async () => {
    const result = await project.run('up');

    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(
      /^up {4}1_alpha .*\nup {4}2_beta .*\nup {4}3_gamma .*\n3 migrations applied in .*\n$/,
    );
    expect(result.stderr).toMatch(/^PostgreSQL \d+\.\d+, [\w.]+:\d+\/roundtrip_scratch_\w+\n$/);
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma']);
  });

  it('reports that there is nothing to apply, and changes nothing', async () => {
    await project.run('up');
    const result = await project.run('up');

    expect(result).toMatchObject({ code: 0, stdout: 'nothing to apply\n' });
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma']);
  });

  it.each([
    ['a count', 'up 2'],
    ['a whole name', 'up 2_beta'],
    ['a file name', 'up migrations/2_beta.ts'],
    ['the part behind the number', 'up beta'],
  ])('applies the migrations that %s selects', async (_, line) => {
    expect((await project.run(line)).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it('reads a long number as the number of a migration, not as a count', async () => {
    await project.write({ 'migrations/1795165243118_delta.ts': table('delta') });
    await project.write({ 'migrations/1795165243119_epsilon.ts': table('epsilon') });
    await project.run('up 1795165243118');

    expect(await bench.tables()).toEqual(['alpha', 'beta', 'delta', 'gamma']);
  });

  it.each(['0', 'nosuch', '--lock-wait abc', '--lock-timeout soon', '1 2'])(
    'is a usage error with %s, and runs nothing',
    async (argument) => {
      const result = await project.run(`up ${argument}`);

      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toContain('error: ');
      expect(await bench.tables()).toEqual([]);
    },
  );

  it('reports all errors of a command line at once', async () => {
    const { code, stderr } = await project.run('up --lock-wait abc --lock-timeout soon --database-url x');

    expect(code).toBe(2);
    expect(stderr).toContain('--lock-wait abc is not a valid number of seconds');
    expect(stderr).toContain('--lock-timeout soon is not a valid duration');
    expect(stderr).toContain('--database-url is not a PostgreSQL connection URL');
  });
});

describe('down', () => {
  beforeEach(() => bench.applied('alpha', 'beta', 'gamma'));

  it.each([
    ['down', ['alpha', 'beta']],
    ['down 2', ['alpha']],
    ['down beta', ['alpha']],
    ['down --to beta', ['alpha', 'beta']],
    ['down --to 1_alpha', ['alpha']],
    ['down --to gamma', ['alpha', 'beta', 'gamma']],
    ['down --all', []],
  ])('%s leaves %j applied', async (line, left) => {
    expect((await project.run(line)).code).toBe(0);
    expect(await bench.tables()).toEqual(left);
    expect(await bench.recorded()).toHaveLength(left.length);
  });

  it('lists the migrations that it rolls back, latest first', async () => {
    const { stdout } = await project.run('down 2');

    expect(stdout).toMatch(/^down {2}3_gamma .*\ndown {2}2_beta .*\n2 migrations rolled back in .*\n$/);
  });

  it('reports that there is nothing to roll back', async () => {
    await project.run('down --all');

    expect(await project.run('down')).toMatchObject({ code: 0, stdout: 'nothing to roll back\n' });
  });

  it.each(['down 1 --all', 'down --to alpha --all', 'down nosuch', 'down --to nosuch', 'down 0'])(
    '%s is a usage error, and rolls nothing back',
    async (line) => {
      expect((await project.run(line)).code).toBe(2);
      expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
    },
  );

  it('rejects a range that includes a migration without a file, and names the file', async () => {
    const without = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
    const result = await without.run('down 1');

    expect(result.code).toBe(2);
    expect(result.stderr).toContain('files of applied migrations are missing: 3_gamma');
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
  });
});

describe('redo', () => {
  beforeEach(() => bench.applied('alpha', 'beta'));

  it('rolls back and reapplies the last migration, and applies no pending one', async () => {
    await bench.session.query("INSERT INTO beta (note) VALUES ('gone')");
    const result = await project.run('redo');

    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toMatch(
      /^down {2}2_beta .*\nup {4}2_beta .*\n1 migration rolled back, 1 migration applied in/,
    );
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
    expect((await bench.session.query('SELECT FROM beta')).rows).toEqual([]);
  });

  it('accepts a count or a name', async () => {
    expect((await project.run('redo 2')).stdout).toMatch(
      /down {2}2_beta[^]*down {2}1_alpha[^]*up {4}1_alpha[^]*up {4}2_beta/,
    );
    expect((await project.run('redo alpha')).stdout).toContain(
      '2 migrations rolled back, 2 migrations applied',
    );
  });
});

describe('status', () => {
  it('lists applied and pending migrations', async () => {
    await project.run('up 1');
    const result = await project.run('status');

    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(
      /^NAME +APPLIED AT +STATE\n1_alpha +\d{4}-\d\d-\d\dT[\d:.]+Z +applied\n2_beta +pending\n3_gamma +pending\n\n1 migration applied, 2 pending\n$/,
    );
  });

  it('exits with 1 if a file is missing or a migration is out of order', async () => {
    await bench.applied('alpha', 'beta', 'gamma');
    const other = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_between.ts': table('between'),
      'migrations/3_gamma.ts': table('gamma'),
    });
    const result = await other.run('status');

    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/2_beta .* missing file\n/);
    expect(result.stdout).toMatch(/2_between +out of order\n/);
    expect(result.stdout).toContain('2 migrations applied, 1 out of order, 1 missing file');
  });

  it('creates no migrations table', async () => {
    await project.run('status');

    expect((await bench.session.query("SELECT to_regclass('pgmigrations') AS name")).rows).toEqual([
      { name: null },
    ]);
  });

  it('succeeds in an empty folder, and reports a missing one', async () => {
    const empty = await bench.project({ 'migrations/.gitkeep': '' });
    expect(await empty.run('status')).toMatchObject({ code: 0, stdout: 'no migrations\n' });

    const none = await bench.project({});
    const result = await none.run('status');
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('cannot read the folder');
  });
});

describe('an out-of-order migration', () => {
  beforeEach(async () => {
    await bench.applied('alpha', 'beta', 'gamma');
    await project.write({ 'migrations/2_again.ts': table('again') });
  });

  it.each(['up', 'down', 'redo', 'up --dry-run'])(
    'is rejected by %s, and named in the error',
    async (line) => {
      const result = await project.run(line);

      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toContain('pending migrations come before applied ones: 2_again');
      expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
    },
  );

  // The second flag is an alias, which the help omits.
  it.each(['--no-check-order', '--allow-out-of-order'])(
    'is applied with %s, and becomes the last applied one',
    async (flag) => {
      await project.run(`up ${flag}`);
      expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma', '2_again']);

      await project.run('down');
      expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
    },
  );
});

describe('--fake', () => {
  it('changes only the records, up and down', async () => {
    const up = await project.run('up 2 --fake');
    expect(up.code).toBe(0);
    expect(await bench.tables()).toEqual([]);
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta']);

    await project.run('down --fake');
    expect(await bench.recorded()).toEqual(['1_alpha']);
  });
});

describe('reset', () => {
  it('is rejected without the name of the database, and changes nothing', async () => {
    await bench.applied('alpha', 'beta', 'gamma');
    await bench.session.query("INSERT INTO alpha (note) VALUES ('kept')");
    const name = new URL(bench.url).pathname.slice(1);

    for (const line of ['reset', 'reset --confirm postgres']) {
      const result = await project.run(line);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain(`roundtrip reset --confirm ${name}`);
    }
    expect((await bench.session.query('SELECT note FROM alpha')).rows).toEqual([{ note: 'kept' }]);
  });

  it('rolls everything back, applies all migrations and runs the seeds', async () => {
    await project.write({ 'seeds/development/01.sql': "INSERT INTO beta (note) VALUES ('seeded')" });
    await bench.applied('alpha', 'beta');
    await bench.session.query("INSERT INTO alpha (note) VALUES ('gone')");
    const result = await project.run(`reset --confirm ${new URL(bench.url).pathname.slice(1)} --json`);

    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({
      format: 'roundtrip.reset/1',
      down: { migrations: [{ name: '2_beta' }, { name: '1_alpha' }] },
      up: { migrations: [{ name: '1_alpha' }, { name: '2_beta' }, { name: '3_gamma' }] },
      seed: { set: 'development', tables: [{ table: 'public.beta', inserted: 1 }] },
    });
    expect((await bench.session.query('SELECT FROM alpha')).rows).toEqual([]);
  });

  it('is rejected in production before it changes anything', async () => {
    await bench.applied('alpha', 'beta', 'gamma');
    const result = await project.run(`reset --confirm ${new URL(bench.url).pathname.slice(1)}`, {
      NODE_ENV: 'production',
    });

    expect(result.code).toBe(2);
    expect(result.stderr).toContain('NODE_ENV is production');
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
  });
});
