import { applySeeds } from '../../support/apply-seeds.js';
import { applySuite } from '../../support/apply-suite.js';
import { createMemoryDatabase } from '../../support/pg-mem-adapter.js';
import {
  countAccountStates,
  listActions,
  listPreferenceStates,
  listPrivacyCombinations,
  readSeededRows,
} from '../../support/seeded-rows.js';

describe('the development seeds', () => {
  const database = createMemoryDatabase();

  beforeAll(async () => {
    await applySuite(database, { direction: 'up' });
    await applySeeds(database);
  });

  it('contain an account in every state, and every setting', async () => {
    const rows = await readSeededRows(database);

    expect(Object.values(countAccountStates(rows))).not.toContain(0);
    expect(listPrivacyCombinations(rows)).toHaveLength(32);
    expect(listPreferenceStates(rows)).toHaveLength(3 * 5 * 2);
    expect(listActions(rows)).toHaveLength(7);
  });

  it('change nothing in their second run', async () => {
    const once = await readSeededRows(database);

    await applySeeds(database);

    expect(await readSeededRows(database)).toEqual(once);
  });
});
