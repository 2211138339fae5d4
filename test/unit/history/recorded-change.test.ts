import '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { readChange, recordChange } from '../../../src/history/recorded-change.js';

/** A table as PostgreSQL 15.20 recorded it: its columns have an option that only the server sets. */
function column(name: string, attributes: CatalogObject['attributes'], parent = 'table'): CatalogObject {
  const kind = parent as 'table' | 'view';
  return { kind: 'column', name, parent: { kind, name: 'public.t' }, attributes };
}

const position = (at: number) => `pg_attver=${at}`;

describe('a recorded change with options that only the server sets', () => {
  it('is read without them', () => {
    const after = column('public.t.a', { type: 'integer', options: ['n_distinct=5', position(1)] });
    const record = recordChange([{ change: 'left', before: undefined, after }], { major: 15, from: 'here' });
    expect(readChange(record, 15)).toEqual([
      {
        change: 'left',
        before: undefined,
        after: column('public.t.a', { type: 'integer', options: ['n_distinct=5'] }),
      },
    ]);
  });

  it('contains only the other attributes that changed, and is empty if there are none', () => {
    const sides = (type: string) => ({
      before: column('public.t.a', { type: 'integer', options: [position(1)] }),
      after: column('public.t.a', { type, options: [position(2)] }),
    });
    const record = recordChange(
      [
        { change: 'changed', ...sides('bigint'), attributes: ['options', 'type'] },
        { change: 'changed', ...sides('integer'), attributes: ['options'] },
      ],
      { major: 15, from: 'here' },
    );
    expect(readChange(record, 15)).toEqual([
      {
        change: 'changed',
        before: column('public.t.a', { type: 'integer' }),
        after: column('public.t.a', { type: 'bigint' }),
        attributes: ['type'],
      },
    ]);
  });

  it('does not contain the columns of a view without attributes of their own', () => {
    const bare = column('public.t.a', { type: 'integer', options: [position(1)] }, 'view');
    const granted = column(
      'public.t.b',
      { type: 'integer', options: [position(1)], privileges: ['SELECT TO x'] },
      'view',
    );
    const changes = [bare, granted].map((after) => ({ change: 'left', before: undefined, after }) as const);
    const record = recordChange(changes, { major: 15, from: 'here' });
    expect(readChange(record, 15)?.map(({ after }) => after)).toEqual([
      column('public.t.b', { type: 'integer', privileges: ['SELECT TO x'] }, 'view'),
    ]);
  });
});
