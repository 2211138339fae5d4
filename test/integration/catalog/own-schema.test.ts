import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { ensureHistory } from '../../../src/history/history-schema.js';
import { ensureRecords } from '../../../src/seed/load-record.js';
import { createScratch } from '../../support/scratch.js';

describe('a comparison', () => {
  it('omits the tables of roundtrip, and includes those of others in its schema', async () => {
    const scratch = await createScratch();
    const { session } = scratch;
    try {
      await ensureHistory(session);
      await ensureRecords(session);
      const own = await readCatalog(session);
      await session.query('CREATE TABLE roundtrip.stranger (id int)');
      const { notCompared } = await readCatalog(session);

      expect([...own.objects.values()].filter(({ name }) => name.includes('roundtrip.'))).toEqual([]);
      expect([own.notCompared, notCompared]).toEqual([
        [],
        ['relation roundtrip.stranger in schema roundtrip, not created by roundtrip'],
      ]);
    } finally {
      await scratch.drop();
    }
  });
});
