import '../../../src/catalog/kinds/lists.js';
import fc from 'fast-check';
import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { changesBetween, diff } from '../../../src/catalog/model/diff.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../../src/catalog/model/object.js';
import { stateBelow } from '../../../src/catalog/model/net-change.js';
import { downFinding, tracesOf } from '../../../src/prove/down-finding.js';

const anObject: fc.Arbitrary<CatalogObject> = fc.record({
  kind: fc.constantFrom('table', 'column', 'index', 'type'),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  attributes: fc.dictionary(fc.constantFrom('owner', 'definition'), fc.constantFrom('x', 'y')),
  order: fc.uniqueArray(fc.constantFrom('c1', 'c2', 'c3')),
});

const aSnapshot = fc.uniqueArray(anObject, { selector: keyOf, maxLength: 10 }).map(toSnapshot);

/** The objects in a fixed order, since a map keeps the order of insertion. */
function content(snapshot: Snapshot): readonly CatalogObject[] {
  return [...toSnapshot(snapshot.values()).values()];
}

describe('the state before a migration', () => {
  it('is the state from which the changes of its up started', () => {
    fc.assert(
      fc.property(aSnapshot, aSnapshot, (below, above) => {
        expect(content(stateBelow(above, changesBetween(below, above)))).toEqual(content(below));
      }),
    );
  });

  it('is the state after it if nothing changed', () => {
    fc.assert(
      fc.property(aSnapshot, (snapshot) => {
        expect(stateBelow(snapshot, [])).toBe(snapshot);
      }),
    );
  });
});

describe('the traces of an up and a down', () => {
  it('are the differences between whole snapshots before and after them', () => {
    fc.assert(
      fc.property(aSnapshot, aSnapshot, aSnapshot, (before, between, after) => {
        const journey = { up: changesBetween(before, between), down: changesBetween(between, after) };
        expect(tracesOf(journey)).toEqual(diff(before, after));
      }),
    );
  });

  it('contain both of the compared catalogs', () => {
    fc.assert(
      fc.property(aSnapshot, aSnapshot, aSnapshot, (before, between, after) => {
        const journey = { up: changesBetween(before, between), down: changesBetween(between, after) };
        const finding = downFinding(tracesOf(journey), { ...journey, now: after });
        expect(content(finding.before)).toEqual(content(before));
        expect(content(finding.after)).toEqual(content(after));
      }),
    );
  });
});
