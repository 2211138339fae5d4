import { clusterUser, type Cluster } from './cluster.js';
import { serverHost, type Login } from './server-login.js';

/** A running embedded server used by this process. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Path of the data, for messages. */
  readonly dataDirectory: string;
  /** Gives the server up: it is stopped unless others use it. A second call waits for the first. */
  stop(): Promise<void>;
}

export function makeHandle(cluster: Cluster, login: Login, release: () => Promise<void>): EmbeddedServer {
  let stopping: Promise<void> | undefined;
  return Object.freeze({
    ...login,
    host: serverHost,
    user: clusterUser,
    dataDirectory: cluster.data,
    stop: () => (stopping ??= release()),
  });
}
