/**
 * Applies, redoes and rolls back migrations of every kind while another session creates and drops tables,
 * partitions, grants, roles and types as fast as it can: no rollback may be rejected, and no change of the other
 * session may be recorded.
 *
 *   npm run fuzz:beside-others -- [STEPS] [DATABASE_URL] [KIND...]
 */
import { parseConnectionUrl } from '../src/config/connection.js';
import { uninterruptible } from '../src/database/interruption.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import { openServer } from '../src/database/server/open-server.js';
import type { Database } from '../src/database/session.js';
import { runBesideOthers } from '../test/support/beside-others.js';
import { withServer } from './bench-server.js';
import { print } from './print.js';

const [steps = '1000', url, ...only] = process.argv.slice(2);

async function main(): Promise<void> {
  if (url === undefined) return withServer(undefined, ({ database }) => run(database));
  const connection = parseConnectionUrl(url, 'DATABASE_URL');
  await run(await openServer({ connection, kind: 'server', signal: uninterruptible, pooler: 'refused' }));
}

async function run(server: Database): Promise<void> {
  const wrong = await withScratchDatabases(server, async (scratch) =>
    runBesideOthers(await scratch.create(), {
      steps: Number(steps),
      ...(only.length > 0 ? { only } : {}),
      done: (step) => {
        if (step % 100 === 0) print(`${step} steps`);
      },
    }),
  );
  for (const one of wrong) print(JSON.stringify(one));
  print(`PostgreSQL ${server.server.version}: ${steps} steps, ${wrong.length} wrong`);
  if (wrong.length > 0) process.exitCode = 1;
}

await main();
