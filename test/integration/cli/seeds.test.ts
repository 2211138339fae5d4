import { cp } from 'node:fs/promises';
import { useBench } from './support/bench.js';
import { table } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();
let project: Project;

/** Inserts Ada only if she does not exist yet. */
const people = `
export const owns = { people: "email LIKE '%@example.com'" };
export async function seed(session) {
  await session.query(
    'INSERT INTO people (email) SELECT $1::text WHERE NOT EXISTS (SELECT FROM people WHERE email = $1::text)',
    ['ada@example.com'],
  );
}`;

const migration = `
export const up = (pgm) => { pgm.createTable('people', { id: 'id', email: { type: 'text', unique: true } }); };
export const down = (pgm) => { pgm.dropTable('people'); };`;

const emails = async () =>
  (await bench.session.query('SELECT email FROM people ORDER BY id')).rows.map(({ email }) => email);

beforeEach(async () => {
  project = await bench.project({
    'migrations/1_people.js': migration,
    'seeds/development/01_people.ts': people,
    'seeds/development/02_more.sql':
      "INSERT INTO people (email) SELECT 'sql@example.com' WHERE NOT EXISTS (SELECT FROM people WHERE email = 'sql@example.com');",
    'seeds/other/01.sql': "INSERT INTO people (email) VALUES ('other@example.com')",
  });
});

describe('seed', () => {
  it('is rejected while migrations are pending, and names them', async () => {
    const { code, stdout, stderr } = await project.run('seed --force');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('these migrations are pending: 1_people');
    expect(stderr).toContain('roundtrip up');
  });

  describe('seed on the latest schema', () => {
    beforeEach(() => project.run('up'));

    it('runs TypeScript and SQL files in the order of their names, and reports the results', async () => {
      const { code, stdout } = await project.run('seed');

      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^TABLE +INSERTED +UPDATED +DELETED\npublic\.people +2 +0 +0\n\nseed set development: 2 files in /,
      );
      expect(await emails()).toEqual(['ada@example.com', 'sql@example.com']);
    });

    it('reports at the second run that nothing changed', async () => {
      await project.run('seed');

      expect((await project.run('seed')).stdout).toMatch(
        /^seed set development: 2 files, nothing changed, in /,
      );
    });

    it('runs the set that is named, from --seeds-dir', async () => {
      await project.run('seed other');
      expect(await emails()).toEqual(['other@example.com']);

      await project.write({ 'db/mine/a.sql': "INSERT INTO people (email) VALUES ('mine@example.com')" });
      await project.run('seed mine --seeds-dir db');
      expect(await emails()).toEqual(['other@example.com', 'mine@example.com']);
    });

    it('lists the existing sets if one is unknown', async () => {
      const { code, stderr } = await project.run('seed nosuch');

      expect(code).toBe(2);
      expect(stderr).toContain('there is no seed set nosuch');
      expect(stderr).toContain('Existing sets: development, other.');
    });

    it('is rejected in production without --force', async () => {
      const refused = await project.run('seed', { NODE_ENV: 'production' });
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('NODE_ENV is production');
      expect(await emails()).toEqual([]);

      expect((await project.run('seed --force', { NODE_ENV: 'production' })).code).toBe(0);
      expect(await emails()).toHaveLength(2);
    });

    it('is rejected if the tables contain rows that it does not own, unless forced', async () => {
      await bench.session.query("INSERT INTO people (email) VALUES ('customer@company.test'), (NULL)");
      const refused = await project.run('seed');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('people holds 2 rows that no seed inserted');
      expect(await emails()).toHaveLength(2);

      expect((await project.run('seed --force')).code).toBe(0);
      expect(await emails()).toHaveLength(4);
    });

    it('rolls back the whole set if one of its files fails', async () => {
      await project.write({
        'seeds/development/03_bad.ts':
          "export const seed = (s) => s.query('INSERT INTO people (email) SELECT nosuch');",
      });
      const { code, stderr } = await project.run('seed');

      expect(code).toBe(3);
      expect(stderr).toContain('the seed 03_bad.ts failed: column "nosuch" does not exist');
      expect(stderr).toContain('The whole set was rolled back.');
      expect(await emails()).toEqual([]);
    });

    it.each([
      ['without a seed', 'export const sead = 1;', '03_bad.ts exports no function "seed"'],
      ['with a syntax error', 'export const seed = (;', '03_bad.ts:1:'],
    ])('names a file %s, and runs nothing', async (_, content, message) => {
      await project.write({ 'seeds/development/03_bad.ts': content });
      const { code, stderr } = await project.run('seed');

      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(await emails()).toEqual([]);
    });

    it('uses the search path of the migrations', async () => {
      await bench.session.query('CREATE SCHEMA app');
      await project.run('up --schema app');
      await project.run('seed --schema app');

      expect((await bench.session.query('SELECT count(*)::int AS n FROM app.people')).rows).toEqual([
        { n: 2 },
      ]);
      expect(await emails()).toEqual([]);
    });
  });
});

describe('the profile suite', () => {
  it('can be applied, seeded twice and rolled back, and its seeds are rejected among rows of others', async () => {
    const suite = await bench.project({});
    for (const folder of ['migrations', 'seeds']) await cp(folder, suite.path(folder), { recursive: true });
    expect((await suite.run('up')).stderr).not.toContain('error');
    expect((await suite.run('seed')).stdout).toContain('public.users');
    expect((await suite.run('seed')).stdout).toContain('nothing changed');

    await bench.session.query(
      `INSERT INTO users (email, full_name, password_hash) VALUES ('someone@company.test', 'Some One', 'x')`,
    );
    const refused = await suite.run('seed');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('users holds 1 row that no seed inserted');

    await suite.write({ 'migrations/9999999999999_last.ts': table('last') });
    expect((await suite.run('down --all')).stderr).not.toContain('error');
    expect(await bench.tables()).toEqual([]);
  });
});
