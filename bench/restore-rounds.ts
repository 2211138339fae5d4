/**
 * Rolls back random migrations with a backup, reapplies them and restores the rows:
 *
 *   npm run fuzz:restore -- [ROUNDS] [SEED] [DATABASE_URL]
 *
 * Without a URL an embedded server is started. The same rounds and seed give the same run.
 */
import { runRounds } from '../test/integration/rollback/support/restore-rounds.js';
import { withServer } from './bench-server.js';
import { print } from './print.js';

const [rounds = '1000', seed = '1', url] = process.argv.slice(2);

async function run(server: string): Promise<void> {
  process.env.ROUNDTRIP_TEST_SERVER = server;
  const { restored, rows, misfits } = await runRounds({
    rounds: Number(rounds),
    seed: Number(seed),
    noted: print,
  });
  print(
    `${rounds} rounds, seed ${seed}: ${restored} restored, ${rows} rows, of which ${misfits} were reported`,
  );
}

await (url === undefined ? withServer(undefined, ({ urlOf }) => run(urlOf('postgres'))) : run(url));
