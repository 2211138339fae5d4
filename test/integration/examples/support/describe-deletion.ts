import type { ExampleName } from './example.js';
import { compareRows, readRows, type RowChanges } from './read-rows.js';
import { useExample } from './use-example.js';

/** What happens when seeded rows are deleted. */
export interface Deletion {
  /** What is deleted, as the title of the test names it: `a user with two memberships`. */
  readonly what: string;
  readonly from: string;
  /** Which rows, as an SQL condition; at least one. */
  readonly where: string;
  readonly outcome: RowChanges | RefusedDeletion;
}

export interface RefusedDeletion {
  /** Name of the foreign key that refuses it. */
  readonly refusedBy: string;
}

/** Tests, with the seeds loaded, that deleting does what the foreign keys say, and nothing else. */
export function describeDeletion(name: ExampleName, deletions: readonly Deletion[]): void {
  describe(`deleting from examples/${name}`, () => {
    const example = useExample(name, 'seeded');

    it.each(deletions)('$what: the foreign keys decide', async ({ from, where, outcome }) => {
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
