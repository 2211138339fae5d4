import fc from 'fast-check';
import { splitEvenly, splitForSpeed } from '../../../../src/prove/parallel/split-migrations.js';

const places = fc.uniqueArray(fc.nat(2000), { maxLength: 300 }).map((all) => all.sort((a, b) => a - b));

describe('a chain that is split into parts', () => {
  it('contains each migration once and in order, however it is split', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 40 }), (chosen, count) => {
        expect(splitForSpeed(chosen, count).flat()).toEqual(chosen);
        expect(splitEvenly(chosen, count).flat()).toEqual(chosen);
        expect(splitEvenly(chosen, count)).toHaveLength(count);
      }),
    );
  });

  it('has smaller parts towards the end, which must apply more migrations before they begin', () => {
    const chosen = Array.from({ length: 300 }, (_, place) => place);
    expect(splitForSpeed(chosen, 3).map(({ length }) => length)).toEqual([115, 99, 86]);
  });

  it('is not split if the parts would be too small', () => {
    const chosen = Array.from({ length: 23 }, (_, place) => place);
    expect(splitForSpeed(chosen, 8)).toEqual([chosen]);
    expect(splitForSpeed([], 2)).toEqual([[]]);
  });
});
