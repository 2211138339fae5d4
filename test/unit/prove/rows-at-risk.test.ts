import '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { tablesAtRisk } from '../../../src/prove/rows-at-risk.js';
import { loadSqlParser } from '../../../src/sql-text/parser.js';

beforeAll(loadSqlParser);

function routine(name: string, body: string): CatalogObject {
  return { kind: 'function', name, attributes: { definition: `AS $$${body}$$` } };
}

describe('the tables whose rows a migration can lose', () => {
  it('include the tables named in any overload of a called function', () => {
    const objects = toSnapshot([
      { kind: 'table', name: 'public.users', attributes: {} },
      { kind: 'table', name: 'public.orders', attributes: {} },
      { kind: 'table', name: 'public.logs', attributes: {} },
      routine('public.purge(integer)', 'DELETE FROM users'),
      routine('public.purge(text)', 'DELETE FROM orders'),
    ]);
    const applied = { changes: [], upSql: ['SELECT purge(1)'], downSql: [], rowsBefore: new Map() };
    expect(tablesAtRisk({ objects } as never, applied as never)).toEqual(['public.orders', 'public.users']);
  });
});
