import { parseConnectionUrl, type ConnectionSettings } from '../../config/connection.js';
import { Mistakes } from '../../config/mistakes.js';
import { UsageError } from '../../errors.js';
import type { ScratchChoice } from '../../scratch-run/choose-server.js';
import type { VerifyFlags } from './flags.js';

/** Connections to databases other than the live one. */
export interface Connections {
  readonly against: ConnectionSettings | undefined;
  readonly scratch: ScratchChoice;
}

/** @throws UsageError when a URL is none, or both flags are given */
export function connectionsOf({ against, scratchUrl }: VerifyFlags): Connections {
  const mistakes = new Mistakes();
  if (against !== undefined && scratchUrl !== undefined) mistakes.collect(assertOneConnection);
  const connections = {
    against: mistakes.collect(() =>
      against === undefined ? undefined : parseConnectionUrl(against, '--against'),
    ),
    scratch: mistakes.collect(() => scratchOf(scratchUrl)) ?? ({ kind: 'automatic' } as const),
  };
  mistakes.throwIfAny();
  return connections;
}

function assertOneConnection(): never {
  throw new UsageError('--against and --scratch-url exclude each other', {
    remedy: 'With --against nothing is replayed, so no scratch database is made.',
  });
}

function scratchOf(url: string | undefined): ScratchChoice {
  if (url === undefined) return { kind: 'automatic' };
  if (url === 'embedded') return { kind: 'embedded' };
  return { kind: 'server', connection: parseConnectionUrl(url, '--scratch-url') };
}
