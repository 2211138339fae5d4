import { runRounds } from '../support/restore-rounds.js';

/** `npm run fuzz:restore` runs more of them. */
it('the data of random rollbacks is restored, except for what is reported, and rows of other sessions are kept', async () => {
  const { restored, rows } = await runRounds({ rounds: 12, seed: 1 });

  expect(restored).toBeGreaterThan(6);
  expect(rows).toBeGreaterThan(20);
});
