import '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { bookkeepingFilter } from '../../../src/catalog/read/bookkeeping.js';

const options = { migrationsTable: { schema: 'public', name: 'order' } } as never;

function object(kind: CatalogObject['kind'], name: string, parent?: CatalogObject): CatalogObject {
  return { kind, name, attributes: {}, ...(parent ? { parent } : {}) };
}

describe('the filter for the migrations table', () => {
  const isBookkeeping = bookkeepingFilter(options);
  const table = object('table', 'public."order"');

  it.each([
    table,
    object('column', 'public."order".id', table),
    object('constraint', 'order_pkey on public."order"', table),
    object('index', 'public.order_pkey', object('constraint', 'order_pkey on public."order"')),
    object('comment', 'table public."order"', table),
  ])('matches the $kind $name, also if the name of the table is a keyword that PostgreSQL quotes', (part) => {
    expect(isBookkeeping(part)).toBe(true);
  });

  it.each([
    object('table', 'public.orders'),
    object('collation', 'public."order"'),
    object('column', 'public.orders.id', object('table', 'public.orders')),
  ])('does not match the $kind $name', (other) => {
    expect(isBookkeeping(other)).toBe(false);
  });
});
