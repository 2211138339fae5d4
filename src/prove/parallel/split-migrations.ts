/** A part of the chain, given by the indexes of the migrations that are judged in it, in order. */
export type MigrationRange = readonly number[];

/** Returns the indexes of the migrations to judge. */
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
 * Cost of applying one migration without observing it, where up, down and up under observation cost 3. Measured
 * with `npm run bench:prove`.
 */
const applyCost = 0.4;

/**
 * For parts with fewer migrations to judge, applying the migrations below them takes longer than the parallel
 * run saves.
 */
export const smallestPart = 12;

/**
 * Splits the migrations to judge into at most `count` contiguous parts that take about the same time. Each part
 * must first apply all migrations below it, so later parts are smaller.
 */
export function splitForSpeed(chosen: MigrationRange, count: number): readonly MigrationRange[] {
  const parts = Math.min(count, Math.floor(chosen.length / smallestPart));
  if (parts < 2) return [chosen];
  return cut(chosen, boundaries(chosen.length, parts));
}

/** Splits into exactly `count` parts of about the same number of migrations; some are empty if there are too few. */
export function splitEvenly(chosen: MigrationRange, count: number): readonly MigrationRange[] {
  const ends = Array.from({ length: count }, (_, index) => Math.round(((index + 1) * chosen.length) / count));
  return cut(chosen, ends);
}

/**
 * A part from index a to b costs `applyCost * a + 3 * (b - a)`. For equal costs, each part has the size of the
 * one before it times `1 - applyCost / 3`.
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
