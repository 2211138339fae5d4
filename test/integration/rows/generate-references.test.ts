import { useFiller } from './filler.js';

const { fill, valuesOf, withFilled } = useFiller();

describe('generateRows', () => {
  it('fills referenced tables first, and inserts references to different rows', async () => {
    const schema = `
      CREATE TABLE a (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
      CREATE TABLE b (id serial PRIMARY KEY, a_id uuid NOT NULL REFERENCES a, UNIQUE (a_id, id));
      CREATE TABLE c (a_id uuid NOT NULL, b_id int NOT NULL, other uuid REFERENCES a,
        FOREIGN KEY (a_id, b_id) REFERENCES b (a_id, id), UNIQUE (b_id))`;
    await withFilled({ schema, tables: ['public.c'] }, async ({ summary, readRows }) => {
      expect(Object.entries(summary)).toEqual([
        ['public.a', 3],
        ['public.b', 3],
        ['public.c', 3],
      ]);
      expect((await readRows('public.c')).filter(({ other }) => other !== null)).toHaveLength(3);
    });
  });

  it('inserts references to existing rows, and does not fill tables that have rows', async () => {
    const schema = `
      CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (5);
      CREATE TABLE b (a_id int NOT NULL REFERENCES a)`;
    await withFilled({ schema }, async ({ summary, readRows }) => {
      expect(summary).toEqual({ 'public.b': 3 });
      expect(await readRows('public.b')).toEqual([{ a_id: 5 }, { a_id: 5 }, { a_id: 5 }]);
      expect(await readRows('public.a')).toEqual([{ id: 5 }]);
    });
  });

  it('uses the same values for columns that several foreign keys share', async () => {
    const schema = `
      CREATE TABLE tenants (id int PRIMARY KEY);
      CREATE TABLE people (tenant int REFERENCES tenants, id int, PRIMARY KEY (tenant, id));
      CREATE TABLE things (tenant int REFERENCES tenants, id int, PRIMARY KEY (tenant, id));
      CREATE TABLE loans (tenant int NOT NULL REFERENCES tenants, person int, thing int NOT NULL,
        FOREIGN KEY (tenant, person) REFERENCES people, FOREIGN KEY (tenant, thing) REFERENCES things)`;
    await withFilled({ schema }, async ({ summary, readRows }) => {
      expect(summary['public.loans']).toBe(3);
      expect((await readRows('public.loans')).every(({ person }) => person !== null)).toBe(true);
    });
  });

  it('satisfies conditions on foreign keys', async () => {
    const schema = `
      CREATE TABLE people (id serial PRIMARY KEY);
      CREATE TABLE friends (a int NOT NULL REFERENCES people, b int NOT NULL REFERENCES people,
        CHECK (a < b), PRIMARY KEY (a, b))`;
    expect(await fill(schema)).toEqual({ 'public.people': 3, 'public.friends': 3 });
  });

  it.each([
    ['a nullable one', 'id serial PRIMARY KEY, parent int REFERENCES t', [null, 7003, 7003]],
    ['a required one', 'id serial PRIMARY KEY, parent int NOT NULL REFERENCES t', [7003, 7003, 7003]],
    [
      'one on an identity',
      'id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int REFERENCES t',
      [null, 7003, 7003],
    ],
    [
      'one that may not be its own',
      'id int PRIMARY KEY, parent int REFERENCES t, CHECK (parent <> id)',
      [null, 7003, 7003],
    ],
    [
      'one that a function keeps flat',
      'id int PRIMARY KEY, parent int REFERENCES t CONSTRAINT flat CHECK (flat(parent))',
      [null, null, null],
    ],
    [
      'one with a tenant',
      'tenant int, id int, parent int, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, parent) REFERENCES t',
      [null, 7004, 7005],
    ],
  ])('fills a table with references to itself: %s', async (_, columns, parents) => {
    const flat =
      'CREATE FUNCTION flat(parent int) RETURNS boolean LANGUAGE sql AS $$ SELECT parent IS NULL $$';
    const values = await valuesOf(`${flat}; CREATE TABLE t (${columns})`, 'parent');
    expect(values.map((value) => value === null)).toEqual(parents.map((value) => value === null));
  });

  it('fills circular references with a nullable side in two steps', async () => {
    const schema = `
      CREATE TABLE a (id serial PRIMARY KEY, b_id int);
      CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b`;
    for (const tables of [['public.a', 'public.b'], ['public.b'], ['public.a']]) {
      await withFilled({ schema, tables }, async ({ summary, readRows }) => {
        expect(summary).toEqual({ 'public.a': 3, 'public.b': 3 });
        expect((await readRows('public.a')).filter(({ b_id: id }) => id !== null)).toHaveLength(1);
      });
    }
  });

  it.each(['DEFERRABLE', 'DEFERRABLE INITIALLY DEFERRED'])(
    'fills circular references that are %s',
    async (timing) => {
      const schema = `
      CREATE TABLE a (id serial PRIMARY KEY, b_id int NOT NULL);
      CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a ${timing});
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b ${timing}`;
      expect(await fill(schema, ['public.a'])).toEqual({ 'public.b': 3, 'public.a': 3 });
    },
  );

  it('reverts circular references that cannot be completed, and reports them', async () => {
    const circle = `
      CREATE TABLE a (id serial PRIMARY KEY, b_id int NOT NULL);
      CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b`;
    expect(await fill(circle)).toEqual({
      'public.a': 'it is in a cycle of foreign keys',
      'public.b': 'it references public.a, which has no rows: it is in a cycle of foreign keys',
    });
    const refused = `
      CREATE TABLE a (id serial PRIMARY KEY, b_id int NOT NULL, bad int NOT NULL CHECK (bad * bad = 152399025));
      CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a DEFERRABLE);
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b`;
    await withFilled({ schema: refused, tables: ['public.a'] }, async ({ outcomes, readRows }) => {
      expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(['not-filled']);
      expect(await readRows('public.b')).toEqual([]);
    });
  });

  it('reports the table because of which a foreign key cannot be satisfied', async () => {
    const schema = `
      CREATE TABLE a (id int PRIMARY KEY CONSTRAINT never CHECK (id <> id));
      CREATE TABLE b (id int PRIMARY KEY REFERENCES a); CREATE TABLE c (id int REFERENCES b)`;
    expect(await fill(schema, ['public.b', 'public.c'])).toEqual({
      'public.a': expect.stringContaining('"never"') as string,
      'public.b': expect.stringContaining('it references public.a, which has no rows') as string,
      'public.c': 3,
    });
  });

  it('respects MATCH FULL', async () => {
    const schema = `
      CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
      CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a MATCH FULL)`;
    expect(await fill(schema)).toEqual({ 'public.a': 3, 'public.b': 3 });
  });
});
