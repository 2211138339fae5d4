/**
 * Random edits of a project, proven with and without the verdicts of earlier runs, on an embedded server:
 *
 *   npm run fuzz:known -- [ROUNDS] [SEED]
 */
import { isDeepStrictEqual } from 'node:util';
import { knownProofRounds } from '../test/support/known-proof-rounds.js';
import { withServer } from './bench-server.js';
import { print } from './print.js';

const [rounds = 200, seed = 1] = process.argv.slice(2).map(Number);

await withServer(undefined, async ({ urlOf }) => {
  let [round, known] = [0, 0];
  for await (const one of knownProofRounds({ rounds, seed }, { DATABASE_URL: urlOf('postgres') })) {
    round += 1;
    known += one.count;
    if (isDeepStrictEqual(one.known, one.fresh)) continue;
    print(JSON.stringify(one, null, 2));
    throw new Error(`round ${round} differs`);
  }
  print(`${round} rounds are equal, ${known} proofs were known`);
});
