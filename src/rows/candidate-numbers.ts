import type { Constants } from './constants.js';

/** Range of each integer type; `oid` and similar types have no negative values. */
const limits: Readonly<Record<string, readonly [number, number]>> = {
  int2: [-32_768, 32_767],
  int4: [-2_147_483_648, 2_147_483_647],
  int8: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** Whole numbers around and between the constants. */
export function candidateIntegers({ numbers }: Constants, type: string): readonly string[] {
  const [least, most] = limits[type] ?? [0, 2_147_483_647];
  return spread(numbers)
    .map(Math.round)
    .filter((value) => value >= least && value <= most)
    .map(String);
}

/**
 * Numbers around and between the constants, with fractions; numbers that exceed the precision are left out.
 */
export function candidateDecimals({ numbers }: Constants, modifier: number): readonly string[] {
  const precision = modifier < 4 ? 300 : ((modifier - 4) >> 16) & 0xffff;
  const scale = modifier < 4 ? 0 : (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const limit = 10 ** Math.min(precision - scale, 300);
  const fractions = numbers.flatMap((value) => [value + 0.25, value - 0.25, value + 0.01, value - 0.01]);
  return [...spread(numbers), ...fractions, 0.5, 0.25, 0.75]
    .filter((value) => Math.abs(value) + 1 < limit || Math.abs(value) < Math.min(limit, 1))
    .map((value) => String(Number(value.toFixed(6))))
    .filter((text) => !text.includes('e'));
}

function spread(numbers: readonly number[]): readonly number[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middles = sorted.slice(1).map((value, index) => (value + (sorted[index] ?? value)) / 2);
  const near = sorted.flatMap((value) => [value, value + 1, value - 1, value + 2, value - 2]);
  const far = sorted.flatMap((value) => [value * 2, value + 10, value - 10, value + 1000]);
  return [...near, ...middles, ...far, 1, 2, 3, 0, 10, 100, 1000, -1, 5, 50];
}
