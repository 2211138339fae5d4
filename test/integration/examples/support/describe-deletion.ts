import type { ExampleName } from './example.js';
import { compareRows, readRows, type RowChanges } from './read-rows.js';
import { useExample } from './use-example.js';

/** A deletion of seeded rows, and its effect. */
export interface Deletion {
  /** Description of the rows for the test title: `a user with two memberships`. */
  readonly what: string;
  readonly from: string;
  /** SQL condition that selects at least one row. */
  readonly where: string;
  readonly outcome: RowChanges | RefusedDeletion;
}

export interface RefusedDeletion {
  /** Name of the foreign key that rejects the deletion. */
  readonly refusedBy: string;
}

/** Tests, on the seeded database, that deletions have exactly the effects that the foreign keys define. */
export function describeDeletion(name: ExampleName, deletions: readonly Deletion[]): void {
  describe(`deleting from examples/${name}`, () => {
    const example = useExample(name, 'seeded');

    it.each(deletions)('follows the foreign keys: $what', async ({ from, where, outcome }) => {
      const { session } = example;
      const before = await readRows(session);
      const deletion = session.query(`DELETE FROM ${from} WHERE ${where}`);

      if ('refusedBy' in outcome) {
        await expect(deletion).rejects.toMatchObject({ code: '23503', constraint: outcome.refusedBy });
      } else {
        await deletion;
        expect(compareRows(before, await readRows(session))).toEqual(outcome);
      }
    });
  });
}
