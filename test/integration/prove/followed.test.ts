import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

async function verdictsOf(migrations: Readonly<Record<string, readonly [up: string, down: string]>>) {
  const files = Object.entries(migrations).map(([name, [up, down]]) => [`${name}.js`, migration(up, down)]);
  const proven = await proveIn(
    await project(Object.fromEntries(files) as Record<string, string>),
    '--jobs 1 --rows none',
  );
  const traces = proven.report.migrations.flatMap(({ name, traces: found }) =>
    found.map((trace) => `${name}: ${trace.kind} ${trace.name} ${trace.change}`),
  );
  return { verdicts: proven.verdicts, traces };
}

function inBlock(statement: string): string {
  return `DO $$ BEGIN BEGIN ${statement}; EXCEPTION WHEN duplicate_table THEN NULL; END; END $$`;
}

const table = ['CREATE TABLE t (id int PRIMARY KEY)', 'DROP TABLE t'] as const;

describe('a proof that reads only the roots that each step changed', () => {
  it('detects objects that a block with EXCEPTION created, even if a later step drops them', async () => {
    expect(
      await verdictsOf({
        '1_create': table,
        '2_index': [inBlock('CREATE INDEX t_note ON t (id)'), 'SELECT 1'],
        '3_again': ['DROP TABLE t', 'CREATE TABLE t (id int PRIMARY KEY)'],
      }),
    ).toEqual({
      verdicts: { '1_create': 'reversible', '2_index': 'leaves-traces', '3_again': 'leaves-traces' },
      traces: ['2_index: index public.t_note left', '3_again: index public.t_note missing'],
    });
  });

  it('attributes objects created between SAVEPOINT and RELEASE to the right step', async () => {
    expect(
      await verdictsOf({
        '1_create': table,
        '2_note': ['SAVEPOINT a; CREATE INDEX t_note ON t (id); RELEASE SAVEPOINT a', 'SELECT 1'],
        '3_drop': ['DROP INDEX t_note', 'CREATE INDEX t_note ON t (id)'],
      }),
    ).toEqual({
      verdicts: { '1_create': 'reversible', '2_note': 'leaves-traces', '3_drop': 'reversible' },
      traces: ['2_note: index public.t_note left'],
    });
  });

  it('reads objects again whose definition contains the names of two tables that were swapped', async () => {
    const swap = 'ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b';
    expect(
      await verdictsOf({
        '1_create': [
          'CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE VIEW v AS SELECT id FROM a',
          'DROP VIEW v; DROP TABLE a, b',
        ],
        '2_swap': [swap, 'SELECT 1'],
        '3_drop': ['DROP VIEW v', 'CREATE VIEW v AS SELECT id FROM a'],
      }),
    ).toEqual({
      verdicts: { '1_create': 'reversible', '2_swap': 'leaves-traces', '3_drop': 'leaves-traces' },
      traces: ['2_swap: view public.v changed', '3_drop: view public.v changed'],
    });
  });

  it('reads objects again whose definition contains a column whose name was given to another one', async () => {
    expect(
      await verdictsOf({
        '1_lamps': [
          'CREATE TABLE lamps (bright bool NOT NULL, watts int NOT NULL); CREATE VIEW v AS SELECT bright FROM lamps',
          'DROP VIEW v; DROP TABLE lamps',
        ],
        '2_lit': [
          'ALTER TABLE lamps RENAME bright TO lit; ALTER TABLE lamps ADD bright bool DEFAULT false',
          'ALTER TABLE lamps DROP bright; ALTER TABLE lamps RENAME lit TO bright',
        ],
        '3_watts': [
          'ALTER TABLE lamps ALTER watts TYPE bigint',
          'ALTER TABLE lamps ALTER watts TYPE integer',
        ],
        '4_view': ['DROP VIEW v', 'CREATE VIEW v AS SELECT lit AS bright FROM lamps'],
      }),
    ).toEqual({
      verdicts: {
        '1_lamps': 'reversible',
        '2_lit': 'reversible',
        '3_watts': 'reversible',
        '4_view': 'reversible',
      },
      traces: [],
    });
  });

  it('reports only the missing constraint of a table that was renamed and renamed back', async () => {
    expect(
      await verdictsOf({
        '1_seats': [
          'CREATE TABLE seats (id serial PRIMARY KEY, aisle int NOT NULL, CONSTRAINT place UNIQUE (aisle))',
          'DROP TABLE seats',
        ],
        '2_new': [
          `ALTER TABLE seats DROP CONSTRAINT place; ALTER TABLE seats RENAME TO seats_old;
           CREATE TABLE seats (id serial PRIMARY KEY, aisle int NOT NULL, price int NOT NULL)`,
          'DROP TABLE seats; ALTER TABLE seats_old RENAME TO seats',
        ],
      }),
    ).toEqual({
      verdicts: { '1_seats': 'reversible', '2_new': 'leaves-traces' },
      traces: ['2_new: constraint place on public.seats missing'],
    });
  });
});
