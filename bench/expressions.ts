/**
 * Random conditions that PostgreSQL prints, parses again and prints again: both outputs must have the same
 * canonical form.
 *
 *   npm run fuzz:expressions -- [ROUNDS] [SEED] [DATABASE_URL]
 *
 * Without a URL an embedded server is started.
 */
import fc from 'fast-check';
import { parseConnectionUrl } from '../src/config/connection.js';
import { uninterruptible } from '../src/database/interruption.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import { openServer } from '../src/database/server/open-server.js';
import type { Database } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import { conditions, prepareToPrint, printTwice } from '../test/support/print-twice.js';
import { withServer } from './bench-server.js';
import { print } from './print.js';

const [rounds = '1000', seed = '1', url] = process.argv.slice(2);

async function main(): Promise<void> {
  if (url === undefined) return withServer(undefined, ({ database }) => run(database));
  const connection = parseConnectionUrl(url, 'DATABASE_URL');
  await run(await openServer({ connection, kind: 'server', signal: uninterruptible, pooler: 'refused' }));
}

async function run(database: Database): Promise<void> {
  let read = 0;
  await withScratchDatabases(database, async (scratch) =>
    withSession(await scratch.create(), async (session) => {
      await prepareToPrint(session);
      const property = fc.asyncProperty(conditions, async (condition) => {
        const forms = await printTwice(session, condition);
        if (!forms) return;
        read += 1;
        if (forms[0] !== forms[1]) throw new Error(`${forms[0]}\n${forms[1]}`);
      });
      await fc.assert(property, { numRuns: Number(rounds), seed: Number(seed) });
    }),
  );
  print(`${rounds} conditions, of which PostgreSQL takes ${read}: each has one canonical form`);
}

await main();
