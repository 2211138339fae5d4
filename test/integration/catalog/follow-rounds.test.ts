import { withScratchDatabases } from '../../../src/database/scratch.js';
import { withSession } from '../../../src/database/with-session.js';
import { followRoles, followRounds } from '../../support/follow-rounds.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { openTestServer } from '../../support/scratch.js';

const stopServer = await useOwnTestServer();
afterAll(stopServer);

it('tracking the write sets of random migrations results in the same catalog as a full read', async () => {
  const server = await openTestServer();
  const misses = await withSession(server, async (session) => {
    for (const role of followRoles) await session.query(`CREATE ROLE ${role}`);
    try {
      return await withScratchDatabases(server, (scratch) =>
        followRounds(
          async (action) => {
            const database = await scratch.create();
            const result = await action(database);
            await scratch.drop(database);
            return result;
          },
          { rounds: 50, seed: 7 },
        ),
      );
    } finally {
      for (const role of followRoles) await session.query(`DROP ROLE ${role}`);
    }
  });
  expect(misses).toEqual([]);
});
