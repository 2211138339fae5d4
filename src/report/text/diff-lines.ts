/** If more comparisons were needed, everything between the common beginning and end is shown as replaced. */
const mostComparisons = 4_000_000;

/**
 * Prints a line for each line of both texts: with `- ` if only in the first, `+ ` if only in the second, two
 * spaces if in both.
 */
export function diffLines(old: readonly string[], now: readonly string[]): readonly string[] {
  const start = commonStart(old, now);
  const end = commonStart(old.slice(start).toReversed(), now.slice(start).toReversed());
  const [oldMiddle, newMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return [
    ...old.slice(0, start).map(kept),
    ...diffMiddle(oldMiddle, newMiddle),
    ...old.slice(old.length - end).map(kept),
  ];
}

function kept(line: string): string {
  return `  ${line}`;
}

function commonStart(old: readonly string[], now: readonly string[]): number {
  let length = 0;
  while (length < old.length && length < now.length && old[length] === now[length]) length += 1;
  return length;
}

function diffMiddle(old: readonly string[], now: readonly string[]): readonly string[] {
  if (old.length * now.length > mostComparisons) {
    return [...old.map((line) => `- ${line}`), ...now.map((line) => `+ ${line}`)];
  }
  return mergeLines(old, now, longestCommon(old, now));
}

/** Lengths of the longest common subsequences of the rests that begin at each pair of lines. */
function longestCommon(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const lengths = old.map(() => now.map(() => 0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] ?? [];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return lengths;
}

function mergeLines(
  old: readonly string[],
  now: readonly string[],
  common: readonly (readonly number[])[],
): readonly string[] {
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(kept(old[i] ?? ''));
      i += 1;
      j += 1;
    } else if (
      i < old.length &&
      (j >= now.length || (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
    ) {
      lines.push(`- ${old[i] ?? ''}`);
      i += 1;
    } else {
      lines.push(`+ ${now[j] ?? ''}`);
      j += 1;
    }
  }
  return lines;
}
