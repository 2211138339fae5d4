import type { Database } from '../database/session.js';
import { createClusterGuard, type ClusterGuard, type GuardOptions } from './cluster-guard.js';

/** `embedded`: a server of the tool's own, which is deleted afterwards together with its roles. */
export type ScratchPlace = 'live server' | 'other server' | 'embedded';

export interface ScratchServer {
  /** A database of the server on which scratch databases are created. */
  readonly server: Database;
  readonly place: ScratchPlace;
}

/** Describes a server that was opened to create scratch databases on: an embedded one is the tool's own. */
export function asScratchServer(server: Database): ScratchServer {
  return { server, place: server.server.kind === 'embedded' ? 'embedded' : 'other server' };
}

/** Returns no guard for a server of the tool's own: whatever migrations change there is deleted with it. */
export async function guardOf(
  { server, place }: ScratchServer,
  options: GuardOptions,
): Promise<ClusterGuard | undefined> {
  return place === 'embedded' ? undefined : createClusterGuard(server, options);
}
