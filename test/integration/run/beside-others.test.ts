import { runBesideOthers } from '../../support/beside-others.js';
import { createScratch } from '../../support/scratch.js';

it('judges a step alone, while another session makes and drops objects', async () => {
  const scratch = await createScratch();
  const wrong = await runBesideOthers(scratch.database, {
    steps: 12,
    pause: 10,
    only: ['both', 'schema', 'extension', 'separately'],
  });
  await scratch.drop();
  expect(wrong).toEqual([]);
});
