import { statements, type Direction } from './place.js';
import type { Boundary } from './proxy.js';

/** A point in a step, and the state of the database after a step that ends at this point. */
export interface BoundaryCase extends Boundary {
  readonly direction: Direction;
  readonly left: 'before' | 'after';
}

/** The states before and after a step. */
export const sides = {
  up: { begun: 'before', done: 'after' },
  down: { begun: 'after', done: 'before' },
} as const;

const record = {
  up: 'INSERT INTO "public"."pgmigrations"',
  down: 'DELETE FROM "public"."pgmigrations"',
} as const;

function boundariesOf(direction: Direction): readonly BoundaryCase[] {
  const [first] = statements[direction];
  const { begun, done } = sides[direction];
  const inside = [...statements[direction], record[direction], 'INSERT INTO roundtrip.history', 'COMMIT'];
  return [
    { direction, at: 'BEGIN', behind: 'SET search_path', when: 'before', left: begun },
    ...inside.map((at): BoundaryCase => ({ direction, at, behind: first, when: 'before', left: begun })),
    { direction, at: 'COMMIT', behind: first, when: 'unheard', left: done },
  ];
}

/**
 * All points between two statements of a step, from before its first statement to after its COMMIT. Up and down
 * alternate, so that each step begins in the final state of the previous one.
 */
export const allBoundaries: readonly BoundaryCase[] = byTurns(boundariesOf('up'), boundariesOf('down'));

/** The three points that differ for the server: within a step, before its COMMIT, after it. */
export const mainBoundaries: readonly BoundaryCase[] = allBoundaries.filter(
  ({ at, direction }) => at === 'COMMIT' || at === statements[direction][1],
);

function byTurns<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  return some.flatMap((one, index) => [one, ...others.slice(index, index + 1)]);
}
