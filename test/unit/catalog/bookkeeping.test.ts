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
  ])('matches its parts, also when its name is a keyword, which PostgreSQL quotes: $kind $name', (part) => {
    expect(isBookkeeping(part)).toBe(true);
  });

  it.each([
    object('table', 'public.orders'),
    object('collation', 'public."order"'),
    object('column', 'public.orders.id', object('table', 'public.orders')),
  ])('matches no other object: $kind $name', (other) => {
    expect(isBookkeeping(other)).toBe(false);
  });
});
