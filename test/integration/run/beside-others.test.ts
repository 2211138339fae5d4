import { runBesideOthers } from '../../support/beside-others.js';
import { createScratch } from '../../support/scratch.js';

it('judges a step alone, while another session changes the database as fast as it can', async () => {
  const scratch = await createScratch();
  const wrong = await runBesideOthers(scratch.database, {
    steps: 12,
    only: ['both', 'schema', 'extension', 'separately'],
  });
  await scratch.drop();
  expect(wrong).toEqual([]);
});
