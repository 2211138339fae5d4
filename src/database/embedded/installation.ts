import type { Binaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import type { Postmaster } from './postmaster.js';
import type { ServerAccount } from './server-account.js';

/** A cluster with its binaries, account and settings. */
export interface Installation {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly account: ServerAccount;
}

/** Result of one attempt to start a server. */
export type Launch =
  | { readonly outcome: 'ready'; readonly postmaster: Postmaster }
  /** It exited before it was ready; the log has the reason. */
  | { readonly outcome: 'ended' };
