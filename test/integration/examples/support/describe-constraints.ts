import type { Session } from '../../../../src/database/session.js';
import type { ExampleName } from './example.js';
import { misfitsOf } from './misfits.js';
import { readStructure } from './read-structure.js';
import { useExample } from './use-example.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Insert {
  readonly into: string;
  readonly row: Row;
}

/** A row that violates one constraint: the valid row of `into`, with some columns replaced. */
export interface Violation {
  readonly into: string;
  readonly breaks: Row;
  /** The SQLSTATE is derived from the suffix of the name: `_pkey`, `_key`, `_fkey` or `_check`. */
  readonly constraint: string;
}

/** A row that is accepted: the valid row of `into`, with some columns replaced. */
export interface Acceptance {
  readonly into: string;
  readonly what: string;
  readonly also: Row;
}

export interface ExpectedConstraints {
  /** Existing rows, in the order in which they can be inserted. */
  readonly present: readonly Insert[];
  /** A valid row of every table, on which all other cases are based. */
  readonly good: Readonly<Record<string, Row>>;
  /** At least one for every constraint except NOT NULL. */
  readonly violations: readonly Violation[];
  readonly acceptances: readonly Acceptance[];
}

/** SQLSTATEs (manual, appendix A): unique_violation, foreign_key_violation, check_violation. */
const codes: Readonly<Record<string, string>> = {
  pkey: '23505',
  key: '23505',
  fkey: '23503',
  check: '23514',
};

/**
 * Tests that each constraint of an example rejects a row that violates it, with the name of the constraint.
 */
export function describeConstraints(name: ExampleName, expected: ExpectedConstraints): void {
  describe(`the constraints of examples/${name}`, () => {
    const example = useExample(name, 'migrated');
    const insertLike = (into: string, also: Row) =>
      insert(example.session, { into, row: { ...expected.good[into], ...also } });

    beforeEach(async () => {
      for (const row of expected.present) await insert(example.session, row);
    });

    it.each(Object.keys(expected.good))('accept a valid row of %s', async (into) => {
      expect(await insertLike(into, {})).toMatchObject(expected.good[into] ?? {});
    });

    it.each(expected.violations)(
      'reject a row that violates $constraint ($#)',
      async ({ into, breaks, constraint }) => {
        const code = codes[constraint.split('_').at(-1) ?? ''];

        await expect(insertLike(into, breaks)).rejects.toMatchObject({ code, constraint, table: into });
      },
    );

    it('are all covered by these rows', async () => {
      const { constraints } = await readStructure(example.session);

      expect(sorted(expected.violations.map(({ constraint }) => constraint))).toEqual(
        sorted(constraints.map((one) => String(one.name))),
      );
    });

    if (expected.acceptances.length > 0) {
      it.each(expected.acceptances)('accept $what in $into', async ({ into, also }) => {
        expect(await insertLike(into, also)).toMatchObject(also);
      });
    }

    it('reject null in required columns, texts that are too long, and unknown values of an enum', async () => {
      const misfits = misfitsOf(await readStructure(example.session));

      const refusals = [];
      for (const { table, column, value } of misfits) {
        const code = await attempt(() => insertLike(table, { [column]: value }));
        refusals.push({ table, column, value, code });
      }

      expect(refusals).toEqual(misfits);
    });

    /** The SQLSTATE of a rejected insertion. */
    async function attempt(insertion: () => Promise<unknown>): Promise<unknown> {
      await example.session.query('SAVEPOINT attempt');
      const outcome = await insertion().then(() => 'taken', codeOf);
      await example.session.query('ROLLBACK TO attempt');
      return outcome;
    }
  });
}

async function insert(session: Session, { into, row }: Insert): Promise<Row | undefined> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const statement = `INSERT INTO ${into} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`;
  return (await session.query(statement, Object.values(row))).rows[0];
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
