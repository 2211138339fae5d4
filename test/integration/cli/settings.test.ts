import { rm } from 'node:fs/promises';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';

const bench = useBench();

const json = (value: object) => JSON.stringify(value);

/** Two folders with alternating migrations, which import from files outside of the folders. */
const twoFolders = {
  'users/migrations/1_alpha.ts': table('alpha'),
  'users/migrations/3_gamma.ts': table('gamma'),
  'orders/names.ts': "export const name = 'beta';\n",
  'orders/migrations/2_beta.ts': table('beta').replace(
    /^import.*$/m,
    "$&\nimport { name } from '../names.js';",
  ),
};

const folders = ['users/migrations', 'orders/migrations'];

describe('several folders of migrations', () => {
  it('have one common order in up, status, prove, verify and down', async () => {
    const project = await bench.project({
      ...twoFolders,
      'roundtrip.json': json({ migrationsDir: folders }),
    });
    const up = await project.run('up');
    expect([up.stderr, up.code]).toEqual([expect.not.stringContaining('error'), 0]);
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta', '3_gamma']);

    expect((await project.run('status')).code).toBe(0);
    const proof = await project.run('prove --rows none');
    expect([proof.code, proof.stdout]).toEqual([0, expect.stringContaining('3 migrations: reversible')]);
    expect((await project.run('verify')).code).toBe(0);
    expect((await project.run('down --all --yes')).code).toBe(0);
    expect(await bench.tables()).toEqual([]);
  });

  it('can be given as flags, and a new migration is written to the first, with the highest number', async () => {
    const project = await bench.project({
      ...twoFolders,
      'orders/migrations/99991231235959999_last.sql': 'SELECT 1;\n-- Down Migration\nSELECT 1;\n',
    });
    const flags = folders.map((folder) => `--migrations-dir ${folder}`).join(' ');
    const made = await project.run(`new another ${flags}`);

    expect(made.stdout).toBe('users/migrations/253402300800000_another.sql\n');
    expect((await project.run(`up 2 ${flags}`)).code).toBe(0);
    expect(await bench.recorded()).toEqual(['1_alpha', '2_beta']);
  });

  it('are searched for the modules that a deleted file imported', async () => {
    const project = await bench.project({
      ...twoFolders,
      'roundtrip.json': json({ migrationsDir: folders }),
    });
    await project.run('up 2');
    await rm(project.path('orders/migrations/2_beta.ts'));
    const down = await project.run('down --from-history');

    expect([down.stderr, down.code]).toEqual([expect.not.stringContaining('error'), 0]);
    expect(await bench.tables()).toEqual(['alpha']);
  });

  it('must exist, and must not contain the same name twice', async () => {
    const project = await bench.project({ 'a/1_x.ts': table('alpha'), 'b/1_x.ts': table('beta') });
    const twice = await project.run('up --migrations-dir a --migrations-dir b');
    const gone = await project.run('up --migrations-dir a --migrations-dir c');

    expect([twice.code, gone.code]).toEqual([2, 2]);
    expect(twice.stderr).toMatch(/two files define the migration 1_x: in \S+\/a and \S+\/b/);
    expect(gone.stderr).toMatch(/cannot read the folder \S+\/c/);
  });
});

describe('roundtrip.json', () => {
  it('contains seed set, schema and table', async () => {
    await bench.session.query('CREATE SCHEMA app');
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'seeds/demo/a.sql': "INSERT INTO alpha (note) VALUES ('demo')",
      'roundtrip.json': json({
        $schema: './node_modules/pg-roundtrip/roundtrip.schema.json',
        schema: 'app',
        migrationsTable: 'done',
        seedSet: 'demo',
      }),
    });

    expect((await project.run('up')).code).toBe(0);
    expect((await project.run('seed')).code).toBe(0);
    expect(await bench.tables('app')).toEqual(['alpha', 'done']);
    expect((await bench.session.query('SELECT note FROM app.alpha')).rows).toEqual([{ note: 'demo' }]);
  });

  it('stops a command if it contradicts package.json, and the error names both files', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'roundtrip.json': '{}',
      'package.json': json({ roundtrip: { schema: 'app' } }),
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(2);
    expect(stderr).toContain('roundtrip.json and the key "roundtrip" of package.json both exist');
  });

  it('lists extensions that up and prove require', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'roundtrip.json': json({ extensions: ['plpgsql', 'no_such_extension'] }),
    });
    const [up, prove] = [await project.run('up'), await project.run('prove')];

    expect([up.code, prove.code]).toEqual([3, 3]);
    expect(up.stderr).toMatch(/does not offer no_such_extension, required by the setting "extensions"/);
    expect(prove.stderr).toContain('does not offer no_such_extension');
    expect(await bench.tables()).toEqual([]);
  });

  it('makes a command report once which settings of a configuration file have no effect', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'c.json': json({ 'migration-file-language': 'ts', 'lock-value': 7 }),
    });
    const { stderr, code } = await project.run('up --config-file c.json');

    expect(code).toBe(0);
    expect(stderr.match(/^note: "lock-value" of c\.json is not used: /gm)).toHaveLength(1);
    expect(stderr.match(/^note: "migration-file-language" of c\.json/gm)).toHaveLength(1);
  });
});

describe('findings that the settings accept', () => {
  const leaving = sql('CREATE TYPE mood AS ENUM (); CREATE TABLE rest (n int)', 'SELECT 1');
  const rule = { verdict: 'leaves-traces', object: '*', reason: 'older than the rule' };

  it('do not fail the proof until the acceptance expires', async () => {
    const project = await bench.project({
      'migrations/1_left.js': leaving,
      'roundtrip.json': json({
        accept: [
          { ...rule, object: 'type public.m*', until: '9999-12-31' },
          { ...rule, object: 'table public.rest', migration: '1_*' },
        ],
      }),
    });
    const accepted = await project.run('prove --rows none');
    await project.write({ 'roundtrip.json': json({ accept: [{ ...rule, until: '2020-01-31' }] }) });
    const expired = await project.run('prove --rows none');

    expect([accepted.code, expired.code]).toEqual([0, 1]);
    expect(accepted.stdout).toContain(
      'accepted: leaves-traces type public.m*: older than the rule (accept[0] of roundtrip.json, until 9999-12-31)',
    );
    expect(expired.stdout).toContain(
      'no longer accepted, expired: leaves-traces *: older than the rule (accept[0] of roundtrip.json, until 2020-01-31)',
    );
  });
});
