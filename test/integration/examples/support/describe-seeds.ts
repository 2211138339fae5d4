import type { Session } from '../../../../src/database/session.js';
import { createExample, type Example, type ExampleName } from './example.js';
import { readRows } from './read-rows.js';
import { findForeignRows, readOwnership } from './seed-ownership.js';
import { useExample } from './use-example.js';

/** A state of rows: an SQL condition on the table, and the number of rows that satisfy it. */
export type State = readonly [condition: string, rows: number];

export interface ExpectedSeeds {
  /** Number of rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** By table and by name of the state. */
  readonly states: Readonly<Record<string, Readonly<Record<string, State>>>>;
  /** An SQL statement that deletes seeded rows, which the next run restores. */
  readonly loss: string;
  /** By owned table: an SQL statement that inserts a row which belongs to no seed. */
  readonly foreign: Readonly<Record<string, string>>;
}

/** Tests that the development seeds of an example are complete, repeatable and deterministic. */
export function describeSeeds(name: ExampleName, expected: ExpectedSeeds): void {
  describe(`the development seeds of examples/${name}`, () => {
    const example = useExample(name, 'seeded');

    it('have as many rows as expected', async () => {
      const rows = Object.entries(await readRows(example.session));

      expect(Object.fromEntries(rows.map(([table, found]) => [table, Object.keys(found).length]))).toEqual(
        expected.rows,
      );
    });

    it.each(Object.entries(expected.states))('have rows of %s in every state', async (table, states) => {
      const found: Record<string, number> = {};
      for (const [state, [condition]] of Object.entries(states)) {
        found[state] = await count(example.session, `${table} WHERE ${condition}`);
      }

      expect(found).toEqual(
        Object.fromEntries(Object.entries(states).map(([state, [, rows]]) => [state, rows])),
      );
    });

    it('own all rows that they insert, and no others', async () => {
      const owned = await readOwnership(name);
      const before = await findForeignRows(example.session, owned);
      for (const insertion of Object.values(expected.foreign)) await example.session.query(insertion);
      const after = await findForeignRows(example.session, owned);

      const tables = Object.keys(expected.foreign);
      expect(before).toEqual(Object.fromEntries(tables.map((table) => [table, 0])));
      expect(after).toEqual(Object.fromEntries(tables.map((table) => [table, 1])));
    });
  });

  describe(`running the development seeds of examples/${name} again`, () => {
    let example: Example;

    beforeEach(async () => {
      example = await createExample(name, 'seeded');
    });

    afterEach(() => example.drop());

    it('changes nothing, not even the version of a row', async () => {
      const once = await readVersions(example.session);

      await example.seed();

      expect(await readVersions(example.session)).toEqual(once);
    });

    it('inserts the same rows in every database', async () => {
      const other = await createExample(name, 'seeded');
      try {
        expect(await readRows(other.session)).toEqual(await readRows(example.session));
      } finally {
        await other.drop();
      }
    });

    it('restores deleted rows', async () => {
      const once = await readRows(example.session);
      await example.session.query(expected.loss);
      const lost = await readRows(example.session);

      await example.seed();

      expect(lost).not.toEqual(once);
      expect(await readRows(example.session)).toEqual(once);
    });
  });
}

async function count(session: Session, from: string): Promise<number> {
  const { rows } = await session.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${from}`);
  return rows[0]?.count ?? 0;
}

/** Contents, ctid and xmin of every row, because a second run must not even rewrite a row. */
async function readVersions(session: Session): Promise<unknown> {
  const contents = await readRows(session);
  const versions = Object.keys(contents).map(
    (table) => `SELECT '${table}' AS name, xmin::text, ctid::text FROM ${table}`,
  );
  const { rows } = await session.query(`${versions.join(' UNION ALL ')} ORDER BY name, ctid`);
  return { contents, rows };
}
