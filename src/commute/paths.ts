import type { Migration } from '../migrations/migration.js';
import type { CommutePosition, Side } from './commute-report.js';
import type { PathResult, Stage } from './scratch-paths.js';

/** The order in which the sides are applied, and in which they are rolled back. */
export interface Path {
  readonly applied: readonly [Side, ...Side[]];
  readonly rolledBack: readonly Side[];
}

export function otherSide(side: Side): Side {
  return side === 'main' ? 'branch' : 'main';
}

/** One side alone, up and down. */
export function pathAlone(side: Side): Path {
  return { applied: [side], rolledBack: [side] };
}

/** Both sides, each of them first, rolled back in reverse order and in the same one. */
export const pathsOfBoth: readonly Path[] = (['main', 'branch'] as const).flatMap((first) => {
  const applied = [first, otherSide(first)] as const;
  return [
    { applied, rolledBack: applied.toReversed() },
    { applied, rolledBack: applied },
  ];
});

/** The stages of a path, up to the first side that cannot be rolled back. */
export function stagesOf(
  { applied, rolledBack }: Path,
  sides: Readonly<Record<Side, readonly Migration[]>>,
): readonly Stage[] {
  const end = rolledBack.findIndex((side) => !sides[side].every(hasDown));
  const downs = end < 0 ? rolledBack : rolledBack.slice(0, end);
  return [
    ...applied.map((side) => ({ side, direction: 'up' }) as const),
    ...downs.map((side) => ({ side, direction: 'down' }) as const),
  ];
}

export function hasDown({ down }: Migration): boolean {
  return down.kind === 'written' || down.kind === 'inferred';
}

/** The position after a number of stages. */
export function positionAfter({ applied, rolledBack }: Path, count: number): CommutePosition {
  const [first, ...others] = applied;
  return {
    applied: [first, ...others.slice(0, count - 1)],
    rolledBack: rolledBack.slice(0, Math.max(0, count - applied.length)),
  };
}

/** A path, and its states. */
export interface RunPath extends Path {
  readonly result: PathResult;
}
