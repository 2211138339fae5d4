/**
 * Runs random migrations one after the other: the tracked state after each step must equal a full read.
 *
 *   npm run fuzz:following -- [ROUNDS] [SEED] [DATABASE_URL]
 *
 * Without a URL an embedded server is started; on a given one, two roles and databases are created temporarily.
 */
import { parseConnectionUrl } from '../src/config/connection.js';
import { uninterruptible } from '../src/database/interruption.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import { openServer } from '../src/database/server/open-server.js';
import type { Database } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import { followRoles, followRounds } from '../test/support/follow-rounds.js';
import { withServer } from './bench-server.js';
import { print } from './print.js';

const [rounds = '1000', seed = '1', url] = process.argv.slice(2);

async function main(): Promise<void> {
  if (url === undefined) return withServer(undefined, ({ database }) => run(database));
  const connection = parseConnectionUrl(url, 'DATABASE_URL');
  await run(await openServer({ connection, kind: 'server', signal: uninterruptible, pooler: 'refused' }));
}

async function run(database: Database): Promise<void> {
  await withSession(database, async (session) => {
    for (const role of followRoles) await session.query(`CREATE ROLE ${role}`);
    try {
      await runRounds(database);
    } finally {
      for (const role of followRoles) await session.query(`DROP ROLE ${role}`);
    }
  });
}

async function runRounds(database: Database): Promise<void> {
  const misses = await withScratchDatabases(database, (scratch) =>
    followRounds(
      async (action) => {
        const made = await scratch.create();
        const result = await action(made);
        await scratch.drop(made);
        return result;
      },
      {
        rounds: Number(rounds),
        seed: Number(seed),
        done: (round) => {
          if ((round + 1) % 500 === 0) print(`${round + 1} rounds`);
        },
      },
    ),
  );
  for (const miss of misses) print(JSON.stringify(miss, null, 2));
  print(`PostgreSQL ${database.server.version}: ${rounds} rounds, seed ${seed}, ${misses.length} wrong`);
  if (misses.length > 0) process.exitCode = 1;
}

await main();
