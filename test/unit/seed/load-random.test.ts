import { randomOf } from '../../../src/seed/load-random.js';

const numbers = (seed: number, name: string) =>
  Array.from({ length: 10_000 }, (_, index) => randomOf(seed)(name)(index));

/** The number of values in each tenth of the range from 0 to 1. */
function tenths(values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const value of values) counts[Math.floor(value * 10)] = (counts[Math.floor(value * 10)] ?? 0) + 1;
  return counts;
}

/** The correlation of two lists of numbers: 1 if they are proportional, about 0 if they are independent. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, index) => sum + (value - 0.5) * ((b[index] ?? 0) - 0.5), 0);
  return product / a.length / (1 / 12);
}

describe('the random numbers of a load', () => {
  it('are the same for the same seed value, name and index, in any order of the calls', () => {
    const stream = randomOf(7)('user');

    expect([5, 3, 5].map(stream)).toEqual([randomOf(7)('user')(5), stream(3), stream(5)]);
    expect(
      numbers(7, 'user')
        .slice(0, 3)
        .map((value) => value.toFixed(9)),
    ).toEqual(['0.544504835', '0.675908565', '0.839429484']);
  });

  it('are distributed evenly from 0 to below 1', () => {
    const values = numbers(1, 'user');

    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(new Set(values).size).toBe(values.length);
    for (const count of tenths(values)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it.each([
    { what: 'another seed value', other: numbers(2, 'user') },
    { what: 'another name', other: numbers(1, 'action') },
    { what: 'the next index', other: [...numbers(1, 'user').slice(1), 0.5] },
  ])('are independent of those of $what', ({ other }) => {
    expect(Math.abs(correlation(numbers(1, 'user'), other))).toBeLessThan(0.05);
  });
});
