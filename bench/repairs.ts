/**
 * Repairs random changes of random schemas, and prints the number of exact repairs, the number of repairs that
 * declare objects as not restorable, and the failures.
 *
 *   npm run bench:repairs -- postgres://postgres@localhost/scratch ROUNDS SEED
 *
 * Every round is rolled back; the role must be a superuser, and the database should be empty.
 */
import fc from 'fast-check';
import { parseConnectionUrl } from '../src/config/connection.js';
import { uninterruptible } from '../src/database/interruption.js';
import { openServer } from '../src/database/server/open-server.js';
import { withSession } from '../src/database/with-session.js';
import { repairStory } from '../test/support/random-repair.js';
import { randomStory } from '../test/support/random-schema.js';
import { print } from './print.js';

const [url = '', rounds = '100', seed = '1'] = process.argv.slice(2);
const database = await openServer({
  connection: parseConnectionUrl(url, 'the first argument'),
  kind: 'server',
  signal: uninterruptible,
  pooler: 'refused',
});

const counts = { exact: 0, declared: 0, wrong: 0 };

await withSession(database, async (session) => {
  for (const story of fc.sample(randomStory, { numRuns: Number(rounds), seed: Number(seed) })) {
    const { wrong, declared, statements } = await repairStory(session, story);
    counts[wrong.length > 0 ? 'wrong' : declared.length > 0 ? 'declared' : 'exact'] += 1;
    if (wrong.length === 0) continue;
    print(
      [
        ...story.then,
        ...wrong.map((one) => `  wrong: ${one}`),
        ...statements.map((one) => `  ${one}`),
        '',
      ].join('\n'),
    );
  }
});

print(
  `${rounds} rounds: ${counts.exact} exact, ${counts.declared} say what they cannot restore, ${counts.wrong} wrong`,
);
