/** A part of the ladder with the migrations that are judged in it: places in the list of all, in order. */
export type MigrationRange = readonly number[];

/** Places of the migrations to judge. */
export function chosenPositions({
  migrations,
  chosen,
}: {
  readonly migrations: readonly { readonly name: string }[];
  readonly chosen: ReadonlySet<string>;
}): MigrationRange {
  return migrations.flatMap(({ name }, place) => (chosen.has(name) ? [place] : []));
}

/**
 * What it costs to bring one migration up without a look at it, where going up, down and up again
 * under observation costs 3. Measured with `npm run bench:prove`.
 */
const applyCost = 0.4;

/** Parts with less to judge than this cost more, by climbing up to them, than they gain. */
export const smallestPart = 12;

/**
 * Splits the migrations to judge into at most `count` contiguous parts that take about the same
 * time: each must first bring up everything that lies below it, so later parts are smaller.
 */
export function splitForSpeed(chosen: MigrationRange, count: number): readonly MigrationRange[] {
  const parts = Math.min(count, Math.floor(chosen.length / smallestPart));
  if (parts < 2) return [chosen];
  return cut(chosen, boundaries(chosen.length, parts));
}

/** Splits into exactly `count` parts of about the same number; some are empty where there are too few. */
export function splitEvenly(chosen: MigrationRange, count: number): readonly MigrationRange[] {
  const ends = Array.from({ length: count }, (_, index) => Math.round(((index + 1) * chosen.length) / count));
  return cut(chosen, ends);
}

/**
 * Part j from a to b costs `climbingCost * a + 3 * (b - a)`; when all cost the same, each is the one
 * before it times `1 - climbingCost / 3`.
 */
function boundaries(length: number, parts: number): readonly number[] {
  const shrink = 1 - applyCost / 3;
  const sizes = Array.from({ length: parts }, (_, index) => shrink ** index);
  const sum = sizes.reduce((total, size) => total + size, 0);
  let reached = 0;
  return sizes.map((size) => Math.round(((reached += size) * length) / sum));
}

function cut(chosen: MigrationRange, ends: readonly number[]): readonly MigrationRange[] {
  return ends.map((end, index) => chosen.slice(ends[index - 1] ?? 0, end));
}
