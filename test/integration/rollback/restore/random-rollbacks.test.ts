import { runRounds } from '../support/restore-rounds.js';

/** More of them: `npm run fuzz:restore`. */
it('the data of random rollbacks is restored, except for what is reported, and nothing that others wrote is lost', async () => {
  const { restored, rows } = await runRounds({ rounds: 12, seed: 1 });

  expect(restored).toBeGreaterThan(6);
  expect(rows).toBeGreaterThan(20);
});
