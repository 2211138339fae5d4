import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();
const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('prove --seed', () => {
  it('compares the rows of the seeded tables of the profile suite', async () => {
    const suite = await project({});
    await mkdir(suite.path('migrations'), { recursive: true });
    await cp(join(root, 'migrations'), suite.path('migrations'), { recursive: true });
    await cp(join(root, 'seeds'), suite.path('seeds'), { recursive: true });
    await cp(join(root, 'src/seed/seed-session.ts'), suite.path('src/seed/seed-session.ts'));
    const { code, report, verdicts } = await proveIn(suite, '--seed development --rows existing');
    const names = (await readdir(suite.path('migrations'))).map((name) => name.replace('.ts', '')).sort();
    expect(verdicts).toEqual(Object.fromEntries(names.map((name) => [name, 'reversible'])));
    expect([code, report.compared.rows > 100]).toEqual([0, true]);
    const last = report.migrations.at(-1)?.rows ?? [];
    expect(last.map(({ table, compared, rows }) => [table, compared, rows > 0])).toContainEqual([
      'public.users',
      'existing',
      true,
    ]);
  });

  const base = migration('CREATE TABLE pets (id int PRIMARY KEY, name text)', 'DROP TABLE pets');
  const renamed = migration('ALTER TABLE pets ADD kind text', 'ALTER TABLE pets DROP kind');
  const emptied = migration('CREATE TABLE log (id int)', 'DROP TABLE log; DELETE FROM pets WHERE id = 1');

  it('reports rows of seeds that a later down deletes', async () => {
    const suite = await project({ '1_base.js': base, '2_kind.js': renamed, '3_emptied.js': emptied });
    await suite.write({
      'seeds/demo/1_pets.sql':
        "INSERT INTO pets (id, name, kind) VALUES (1, 'Rex', 'dog'), (2, 'Tom', 'cat')",
      'seeds/demo/2_log.sql': 'INSERT INTO log VALUES (1)',
    });
    const { verdicts, migration: named } = await proveIn(suite, '--seed demo --rows existing');
    expect(verdicts).toEqual({ '1_base': 'reversible', '2_kind': 'reversible', '3_emptied': 'loses-data' });
    expect(named('3_emptied').traces).toMatchObject([
      { name: 'public.pets', before: '2 rows', after: '1 row' },
    ]);
  });

  it.each([
    ['a set that is not there', 'nothing', { code: 2, message: 'there is no seed set nothing' }],
    [
      'a set that fails although every migration is there',
      'bad',
      { code: 3, message: 'the seed 1_bad.sql failed: relation "nowhere" does not exist' },
    ],
  ])('stops at %s', async (_title, set, { code, message }) => {
    const suite = await project({ '1_base.js': base });
    await suite.write({ 'seeds/bad/1_bad.sql': 'INSERT INTO nowhere VALUES (1)' });
    const result = await suite.run(`prove --seed ${set}`);
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});
