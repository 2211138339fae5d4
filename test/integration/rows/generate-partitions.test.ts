import { useFiller } from './filler.js';
import { readTableRows } from '../../../src/rows/row-signature.js';

const { fill, withFilled, session } = useFiller();

describe('generateRows', () => {
  it.each([
    [
      'range',
      'PARTITION BY RANGE (a)',
      "FROM ('2024-01-01') TO ('2024-02-01')",
      "FROM ('2024-02-01') TO ('2024-03-01')",
    ],
    ['list', 'PARTITION BY LIST (region)', "IN ('eu', 'uk')", "IN ('us')"],
    ['hash', 'PARTITION BY HASH (id)', 'WITH (MODULUS 2, REMAINDER 0)', 'WITH (MODULUS 2, REMAINDER 1)'],
    ['default', 'PARTITION BY LIST (region)', "IN ('eu')", 'DEFAULT'],
    ['expression', 'PARTITION BY RANGE ((lower(region)))', "FROM ('a') TO ('n')", "FROM ('n') TO (MAXVALUE)"],
    [
      'several keys',
      'PARTITION BY RANGE (id, a)',
      "FROM (1, MINVALUE) TO (10, '2024-01-01')",
      "FROM (10, '2024-01-01') TO (MAXVALUE, MAXVALUE)",
    ],
  ])('fills the partitions of a table partitioned by %s', async (...[, by, first, second]) => {
    const schema = `
      CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, a date NOT NULL, region text NOT NULL) ${by};
      CREATE TABLE t1 PARTITION OF t ${by.includes('DEFAULT') ? first : `FOR VALUES ${first}`};
      CREATE TABLE t2 PARTITION OF t ${second === 'DEFAULT' ? second : `FOR VALUES ${second}`}`;
    expect(await fill(schema)).toEqual({ 'public.t1': 3, 'public.t2': 3, 'public.t': 6 });
  });

  it('fills nested partitions, keys across them, and tables that refer to them', async () => {
    const schema = `
      CREATE TABLE t (id serial, region text, a int, email text, PRIMARY KEY (id, region, a), UNIQUE (email, region, a))
        PARTITION BY LIST (region);
      CREATE TABLE eu PARTITION OF t FOR VALUES IN ('eu') PARTITION BY RANGE (a);
      CREATE TABLE eu1 PARTITION OF eu FOR VALUES FROM (0) TO (100);
      CREATE TABLE us PARTITION OF t FOR VALUES IN ('us');
      CREATE TABLE u (id int, region text, a int, FOREIGN KEY (id, region, a) REFERENCES t)`;
    expect(await fill(schema, ['public.u'])).toEqual({
      'public.eu1': 3,
      'public.eu': 3,
      'public.us': 3,
      'public.t': 6,
      'public.u': 3,
    });
  });

  it('does not fill a partitioned table without partitions', async () => {
    expect(await fill('CREATE TABLE t (a int) PARTITION BY LIST (a)')).toEqual({
      'public.t': 'it has no partitions',
    });
  });

  it('fills parents and children of an inheritance separately', async () => {
    const schema = 'CREATE TABLE a (x int NOT NULL); CREATE TABLE b (y int NOT NULL) INHERITS (a)';
    await withFilled({ schema }, async ({ summary }) => {
      expect(summary).toEqual({ 'public.a': 3, 'public.b': 3 });
      const counts = await readTableRows(session(), ['public.a', 'public.b'], { readIn: 'open transaction' });
      expect([...counts.values()].map(({ count }) => count)).toEqual([3, 3]);
    });
  });
});
