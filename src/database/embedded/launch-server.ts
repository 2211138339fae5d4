import { DatabaseError } from '../../errors.js';
import type { Cluster } from './cluster.js';
import { useServerInstead } from './embedded-error.js';
import { findFreePort } from './free-port.js';
import type { Installation } from './installation.js';
import { launchPostmaster } from './launch-postmaster.js';
import { launchThroughPgCtl } from './pg-ctl.js';
import { disownPidFile } from './pid-file.js';
import type { Postmaster } from './postmaster.js';
import { findLogStart, readLogTail } from './server-log.js';
import { writeSettings, type ServerSettings } from './server-settings.js';

export interface LaunchRequest extends Installation {
  readonly settings?: ServerSettings;
  readonly choosePort?: () => Promise<number>;
}

const attempts = 5;

/**
 * Starts the server of a cluster that no live server uses, and waits until it accepts connections.
 * It outlives this process: stopping it is up to the caller.
 * @throws DatabaseError that quotes the end of the server's log
 */
export async function launchServer(request: LaunchRequest): Promise<Postmaster> {
  const { cluster, account, settings = {}, choosePort = findFreePort } = request;
  await disownPidFile(cluster, account);
  for (let attempt = 1; ; attempt += 1) {
    await writeSettings(cluster, { ...settings, port: String(await choosePort()) });
    const logStart = await findLogStart(cluster);
    const launch = await launchOnce(request);
    if (launch.outcome === 'ready') return launch.postmaster;
    const log = await readLogTail(cluster, logStart);
    if (!isPortTaken(log) || attempt === attempts) throw cannotStart(cluster, log);
  }
}

/** A process with administrative rights may start a server on Windows only through pg_ctl. */
const launchOnce = process.platform === 'win32' ? launchThroughPgCtl : launchPostmaster;

/** Somebody took the port between its choice and the server's start. */
function isPortTaken(log: string): boolean {
  return log.includes('could not bind') && log.includes('could not create any TCP/IP sockets');
}

function cannotStart(cluster: Cluster, log: string): DatabaseError {
  return new DatabaseError(`PostgreSQL did not start in ${cluster.data}. The end of its log:\n${log}`, {
    remedy: `Fix the cause reported in the log (${cluster.log}), or ${useServerInstead}`,
  });
}
