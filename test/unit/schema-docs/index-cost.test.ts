import { indexCost } from '../../../src/schema-docs/model/index-cost.js';

describe('the columns of an index whose change prevents a heap-only update', () => {
  it.each([
    ['btree', 15, ['at']],
    ['btree', 18, ['at']],
    ['brin', 15, ['at']],
    ['brin', 16, []],
  ])('are, for a %s index on PostgreSQL %i, %j', (method, major, columns) => {
    const fact = { method, columns: ['at'], predicate: null } as never;
    expect(indexCost(fact, major).columns).toEqual(columns);
  });
});
