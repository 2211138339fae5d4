/** Lines that only `before` has with `-`, only `after` has with `+`, and both have with a space. */
export function lineDiff(before: string | null, after: string | null): readonly string[] {
  const old = before === null ? [] : before.split('\n');
  const now = after === null ? [] : after.split('\n');
  return mergeLines(old, now, longestCommon(old, now));
}

/** Lengths of the longest common subsequences of the ends that begin at each pair of lines. */
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
      lines.push(`  ${old[i] ?? ''}`);
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
