import type { Binaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import type { Postmaster } from './postmaster.js';
import type { ServerAccount } from './server-account.js';

/** A cluster with what it takes to run it. */
export interface Installation {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly account: ServerAccount;
}

/** What became of one attempt to start a server. */
export type Launch =
  | { readonly outcome: 'ready'; readonly postmaster: Postmaster }
  /** It ended before it was ready; the log says why. */
  | { readonly outcome: 'ended' };
