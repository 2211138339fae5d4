import { clusterUser, type Cluster } from './cluster.js';
import { serverHost, type Login } from './server-login.js';

/** A running embedded server, of which this process is a user. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Where the data lie, for messages. */
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
