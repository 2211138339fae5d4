import fc from 'fast-check';
import { LayeredMap, type Layer } from '../../../src/catalog/model/layered-map.js';

const key = fc.integer({ min: 0, max: 9 });
const entries = fc.array(fc.tuple(key, fc.integer()));
const layers = fc.array(fc.record({ removed: fc.array(key), added: entries }), {
  minLength: 1,
  maxLength: 5,
});

function applied(map: ReadonlyMap<number, number>, { removed, added }: Layer<number, number>) {
  const next = new Map(map);
  for (const one of removed) next.delete(one);
  for (const [one, value] of added) next.set(one, value);
  return next;
}

function sorted(map: ReadonlyMap<number, number>) {
  return [...map].sort(([a], [b]) => a - b);
}

describe('a layered map', () => {
  it('equals a copy with the same changes, and does not change the map below it', () => {
    fc.assert(
      fc.property(entries, layers, (start, changes) => {
        const base = new Map(start);
        const copy = changes.reduce<ReadonlyMap<number, number>>(applied, base);
        const layered = changes.reduce<ReadonlyMap<number, number>>(
          (map, layer) => LayeredMap.over(map, layer),
          base,
        );
        const keys = Array.from({ length: 10 }, (_, one) => one);

        expect(keys.map((one) => [layered.has(one), layered.get(one)])).toEqual(
          keys.map((one) => [copy.has(one), copy.get(one)]),
        );
        expect(sorted(layered)).toEqual(sorted(copy));
        expect([layered.size, [...layered.keys()].length, [...layered.values()].length]).toEqual(
          Array.from({ length: 3 }, () => copy.size),
        );
        expect(sorted(base)).toEqual(sorted(new Map(start)));
      }),
    );
  });
});
