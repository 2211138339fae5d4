import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { prepareBinaries } from '../../../../src/database/embedded/binaries.js';
import { clusterIn, readPassword } from '../../../../src/database/embedded/cluster.js';
import { createDisposableCluster } from '../../../../src/database/embedded/cluster-template.js';
import { findServerAccount } from '../../../../src/database/embedded/find-account.js';
import { findFreePort } from '../../../../src/database/embedded/free-port.js';
import type { Installation } from '../../../../src/database/embedded/installation.js';
import { launchServer } from '../../../../src/database/embedded/launch-server.js';
import { launchThroughPgCtl, stopThroughPgCtl } from '../../../../src/database/embedded/pg-ctl.js';
import { readPidFile } from '../../../../src/database/embedded/pid-file.js';
import {
  acceptsOurPassword,
  wasStartedOnData,
  worksInDataFolder,
} from '../../../../src/database/embedded/postmaster-identity.js';
import { findPostmaster } from '../../../../src/database/embedded/postmaster.js';
import { giveTo } from '../../../../src/database/embedded/server-account.js';
import { askServer } from '../../../../src/database/embedded/server-login.js';
import { disposableSettings, writeSettings } from '../../../../src/database/embedded/server-settings.js';
import { stopServer } from '../../../../src/database/embedded/stop-server.js';
import { testBinaries } from '../../../support/embedded/server-facts.js';
import { makeFolder, removeFolders } from '../../../support/embedded/this-user.js';

let installation: Installation;
beforeAll(async () => {
  const account = await findServerAccount();
  const binaries = await prepareBinaries({ folder: testBinaries.binaries, account });
  installation = { account, binaries, cluster: clusterIn(makeFolder('cluster')) };
  await createDisposableCluster(installation);
});
afterEach(() => stopServer(installation));
afterAll(removeFolders);

async function askWhere(port: number): Promise<unknown> {
  const login = { port, password: await readPassword(installation.cluster) };
  return askServer(login, 'SHOW data_directory');
}

it('a server is started on another port if the first one was taken meanwhile', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const { port: taken } = occupant.address() as AddressInfo;
  const free = await findFreePort();
  const choices = [taken, taken, free];
  const choosePort = (): Promise<number> => Promise.resolve(choices.shift() ?? Number.NaN);
  const { port } = await launchServer({ ...installation, settings: disposableSettings, choosePort });
  occupant.close();
  expect(port).toBe(free);
  expect(await askWhere(port)).toEqual({ data_directory: installation.cluster.data });
});

it('a server can be started and stopped through pg_ctl, as on Windows', async () => {
  const { cluster, account } = installation;
  await writeSettings(cluster, { ...disposableSettings, port: String(await findFreePort()) });
  // pg_ctl opens the log as the account of the server, which on Windows is that of the user.
  writeFileSync(cluster.log, '');
  await giveTo(account, cluster.log);
  const launch = await launchThroughPgCtl(installation);
  const postmaster = await findPostmaster(cluster);
  expect(launch).toEqual({ outcome: 'ready', postmaster });
  expect(await stopThroughPgCtl(installation, 'fast')).toBe(true);
  expect(await findPostmaster(cluster)).toBeUndefined();
});

it('a server that ends while pg_ctl starts it is reported', async () => {
  await writeSettings(installation.cluster, { shared_buffers: 'plenty', port: '1' });
  expect(await launchThroughPgCtl(installation)).toEqual({ outcome: 'ended' });
});

describe.each([
  ['by its working folder', worksInDataFolder],
  ['by its command line', wasStartedOnData],
  ['by its answer', acceptsOurPassword],
])('recognising a server %s', (_, check) => {
  it('distinguishes it from another process with the same id or port', async () => {
    await launchServer({ ...installation, settings: disposableSettings });
    const own = (await readPidFile(installation.cluster)) ?? { pid: 0, port: 0, status: 'ready' };
    const stranger = { ...own, pid: process.pid, port: await findFreePort() };
    const copy = clusterIn(makeFolder('copy'));
    writeFileSync(copy.passwordFile, await readPassword(installation.cluster));
    expect([
      await check(own, installation.cluster),
      await check(stranger, installation.cluster),
      await check(own, copy),
    ]).toEqual([true, false, false]);
  });
});
