import { catalogColumns } from '../../../src/catalog/read/catalog-columns.js';
import { fingerprintMembers } from '../../../src/catalog/kinds/lists.js';

/** Roles and user mappings are read through views that everybody may read. */
const behindViews: Readonly<Record<string, string>> = {
  pg_authid: 'pg_roles',
  pg_user_mapping: 'pg_user_mappings',
};

describe('the list of catalog columns that are not compared', () => {
  it('contains only decisions with an explanation', () => {
    const decisions = new Set([...catalogColumns.values()].flatMap((columns) => [...columns.values()]));
    const explained = ['compared', 'data', 'derived', 'fixed', 'ignored', 'internal', 'statistics'];
    expect([...decisions].sort()).toEqual(explained);
  });

  it('omits no catalog with a compared column from the fingerprint', () => {
    const followed = new Set(fingerprintMembers.map(({ catalog }) => catalog.replace(/ .*/u, '')));
    const compared = [...catalogColumns]
      .filter(([, columns]) => [...columns.values()].includes('compared'))
      .map(([catalog]) => behindViews[catalog] ?? catalog);
    expect(compared.filter((catalog) => !followed.has(catalog))).toEqual([]);
  });
});
