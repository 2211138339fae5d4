import fc from 'fast-check';
import { diff, subject, withoutConsequences, type Difference } from '../../../src/catalog/model/diff.js';
import { hashSnapshot } from '../../../src/catalog/model/hash.js';
import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { kindNames } from '../../../src/catalog/kinds/lists.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../../src/catalog/model/object.js';

const value = fc.oneof(fc.constantFrom('a', 'b', ''), fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }));

const anObject: fc.Arbitrary<CatalogObject> = fc.record({
  kind: fc.constantFrom(...kindNames().slice(0, 6)),
  name: fc.constantFrom('x', 'y', 'Z', 'ä'),
  attributes: fc.dictionary(fc.constantFrom('owner', 'type', 'default'), value),
  order: fc.uniqueArray(fc.constantFrom('c1', 'c2', 'c3')),
});

const someObjects = fc.uniqueArray(anObject, { selector: keyOf, maxLength: 12 });
const aSnapshot = someObjects.map(toSnapshot);

/** The difference that the comparison in the opposite direction must find. */
function mirrored({ change, ...difference }: Difference): string {
  const opposite = change === 'left' ? 'missing' : change === 'missing' ? 'left' : change;
  const attributes = 'attributes' in difference ? difference.attributes : [];
  return JSON.stringify([opposite, difference.after, difference.before, attributes]);
}

function asSeen({ change, ...difference }: Difference): string {
  const attributes = 'attributes' in difference ? difference.attributes : [];
  return JSON.stringify([change, difference.before, difference.after, attributes]);
}

function copyOf(snapshot: Snapshot): Snapshot {
  return new Map(JSON.parse(JSON.stringify([...snapshot])) as [string, CatalogObject][]);
}

const column = { kind: 'column', name: 't.a', parent: { kind: 'table', name: 't' }, attributes: {} } as const;
const table = { kind: 'table', name: 't', attributes: {} } as const;

describe('the comparison of two snapshots', () => {
  it('finds no difference between a snapshot and its copy', () => {
    fc.assert(
      fc.property(aSnapshot, (snapshot) => {
        expect(diff(snapshot, copyOf(snapshot))).toEqual([]);
      }),
    );
  });

  it('finds the opposite differences in the other direction', () => {
    fc.assert(
      fc.property(aSnapshot, aSnapshot, (a, b) => {
        expect(diff(b, a).map(asSeen).sort()).toEqual(diff(a, b).map(mirrored).sort());
      }),
    );
  });

  it('does not depend on the order in which the server returned the objects', () => {
    fc.assert(
      fc.property(
        someObjects.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([objects, shuffled]) => {
          expect(diff(toSnapshot(objects), toSnapshot(shuffled))).toEqual([]);
          expect(hashSnapshot(toSnapshot(shuffled))).toBe(hashSnapshot(toSnapshot(objects)));
        },
      ),
    );
  });

  it('finds no difference exactly if the two snapshots have the same hash', () => {
    fc.assert(
      fc.property(aSnapshot, aSnapshot, (a, b) => {
        const isEqual = diff(a, b).length === 0;
        if (hashSnapshot(a) === hashSnapshot(b)) expect(isEqual).toBe(true);
        if (!isEqual) expect(hashSnapshot(a)).not.toBe(hashSnapshot(b));
      }),
    );
  });

  it('reports a table as reordered only if columns of both sides changed their order', () => {
    const of = (...order: string[]) => toSnapshot([{ ...table, order }]);
    expect(diff(of('a', 'b'), of('b', 'a')).map(({ change }) => change)).toEqual(['reordered']);
    expect(diff(of('a', 'b', 'c'), of('a', 'c'))).toEqual([]);
  });

  it('does not list the columns of a missing table, but those of a changed one', () => {
    const gone = diff(toSnapshot([table, column]), toSnapshot([]));
    expect(withoutConsequences(gone).map((difference) => subject(difference).kind)).toEqual(['table']);
    const changed = diff(toSnapshot([table, column]), toSnapshot([{ ...table, attributes: { owner: 'b' } }]));
    expect(withoutConsequences(changed)).toHaveLength(2);
  });
});
