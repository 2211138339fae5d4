import { runBesideOthers } from '../../support/beside-others.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { createScratch } from '../../support/scratch.js';

const stopServer = await useOwnTestServer();
afterAll(stopServer);

it('the verdict on a step does not include objects that another session creates and drops meanwhile', async () => {
  const scratch = await createScratch();
  const wrong = await runBesideOthers(scratch.database, {
    steps: 12,
    pause: 10,
    only: ['both', 'schema', 'extension', 'separately'],
  });
  await scratch.drop();
  expect(wrong).toEqual([]);
});
