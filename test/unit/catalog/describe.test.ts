import '../../../src/catalog/kinds/lists.js';
import { describeChange, describeObject } from '../../../src/catalog/model/describe.js';
import { diff } from '../../../src/catalog/model/diff.js';
import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';

const table: CatalogObject = {
  kind: 'table',
  name: 'public.t',
  order: ['id', 'b'],
  attributes: { owner: 'app' },
};
const parent = { kind: 'table', name: 'public.t' } as const;
const id: CatalogObject = {
  kind: 'column',
  name: 'public.t.id',
  parent,
  attributes: { type: 'integer', 'not null': 'yes' },
};
const b: CatalogObject = {
  kind: 'column',
  name: 'public.t.b',
  parent,
  attributes: { type: 'character varying(255)', 'not null': 'yes', default: "'x'" },
};

function changeOf(before: CatalogObject, after: CatalogObject) {
  const snapshots = { before: toSnapshot([before, id, b]), after: toSnapshot([after, id, b]) };
  return diff(snapshots.before, snapshots.after).map((difference) => describeChange(difference, snapshots));
}

describe('the description of an object', () => {
  it('writes a column in the syntax of CREATE TABLE', () => {
    expect(describeObject(b)).toBe("character varying(255) NOT NULL DEFAULT 'x'");
  });

  it('contains the columns of a table if they are known, and otherwise their names', () => {
    const snapshot = toSnapshot([table, id, b]);
    expect(describeObject(table, snapshot)).toBe(
      "table (id integer NOT NULL, b character varying(255) NOT NULL DEFAULT 'x')",
    );
    expect(describeObject(table)).toBe('table (id, b)');
  });

  it('begins with the definition and omits the owner', () => {
    const index: CatalogObject = {
      kind: 'index',
      name: 'public.i',
      attributes: {
        owner: 'app',
        clustered: 'yes',
        definition: 'CREATE INDEX i ON public.t USING btree (id)',
      },
    };
    expect(describeObject(index)).toBe('CREATE INDEX i ON public.t USING btree (id), clustered');
  });

  it('is the kind if there is nothing else to describe', () => {
    expect(describeObject({ kind: 'schema', name: 'billing', attributes: { owner: 'app' } })).toBe('schema');
  });
});

describe('the description of a change', () => {
  it('contains the owner if the owner changed', () => {
    const [change] = changeOf(table, { ...table, attributes: { owner: 'other' } });
    expect(change?.before).toMatch(/, owner app$/);
    expect(change?.after).toMatch(/, owner other$/);
  });

  it('contains only the privileges that one side has', () => {
    const granted = {
      ...table,
      attributes: { owner: 'app', privileges: ['SELECT TO app', 'SELECT TO reader'] },
    };
    const [change] = changeOf(table, granted);
    expect(change?.before).toMatch(/, privileges \(default\)$/);
    expect(change?.after).toMatch(/, privileges \(SELECT TO reader\)$/);
  });

  it('lists the columns in their order if only the order changed', () => {
    expect(changeOf(table, { ...table, order: ['b', 'id'] })).toEqual([
      { before: 'columns (id, b)', after: 'columns (b, id)' },
    ]);
  });

  it('is empty for a missing side', () => {
    const [difference] = diff(toSnapshot([]), toSnapshot([id]));
    expect(difference && describeChange(difference)).toEqual({ before: null, after: 'integer NOT NULL' });
  });
});
