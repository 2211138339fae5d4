import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseConnectionUrl, type ConnectionSettings } from '../../config/connection.js';
import { parseDuration } from '../../config/limits.js';
import { UsageError, messageOf } from '../../errors.js';
import { parseLoadFile } from '../../rehearse/load/load-statement.js';
import type { LoadRequest } from '../../rehearse/load/choose-load.js';
import type { Budgets } from '../../rehearse/rehearsal-report.js';
import type { SnapshotSource } from '../../rehearse/snapshot/snapshot.js';
import { loadSqlParser } from '../../sql-text/parser.js';

export interface RehearseFlags {
  readonly snapshot?: string;
  readonly from?: string;
  /** A connection URL, or the word `embedded`. */
  readonly scratchUrl?: string;
  readonly anonymise?: string;
  readonly skipExtensions?: boolean;
  readonly load?: string;
  readonly loadRate?: string;
  readonly loadConnections?: string;
  readonly rows?: 'generate' | 'none';
  readonly maxDuration?: string;
  readonly maxStall?: string;
  readonly maxLoss?: string;
  readonly report?: readonly string[];
}

/** @throws UsageError unless exactly one source is given */
export function sourceOf({ snapshot, from }: RehearseFlags, cwd: string): SnapshotSource {
  if ((snapshot === undefined) === (from === undefined)) {
    throw new UsageError(
      snapshot === undefined
        ? 'there is nothing to rehearse on: neither --snapshot nor --from is given'
        : '--snapshot and --from exclude each other',
      { remedy: 'Give --snapshot FILE of pg_dump, or --from URL of a database to copy.' },
    );
  }
  if (snapshot !== undefined) return { kind: 'file', path: resolve(cwd, snapshot), label: snapshot };
  if (from === undefined) throw new Error('one of both is given');
  return { kind: 'database', connection: parseConnectionUrl(from, '--from'), url: from };
}

/** `undefined` for the embedded server. */
export function placeOf({ scratchUrl }: RehearseFlags): ConnectionSettings | undefined {
  if (scratchUrl === undefined || scratchUrl === 'embedded') return undefined;
  return parseConnectionUrl(scratchUrl, '--scratch-url');
}

const defaults = { rate: '50', connections: '8', stall: '2s', loss: '0' } as const;

/** @throws UsageError for values that are none */
export function budgetsOf({ maxDuration, maxStall, maxLoss }: RehearseFlags): Budgets {
  return {
    maxDuration: maxDuration === undefined ? undefined : parseTime(maxDuration, '--max-duration'),
    maxStall: parseTime(maxStall ?? defaults.stall, '--max-stall'),
    maxLoss: parseNumber(maxLoss ?? defaults.loss, { flag: '--max-loss', least: 0 }),
  };
}

/** A bare number would be milliseconds elsewhere, and seconds to most readers. */
function parseTime(text: string, flag: string): number {
  if (/^\d+$/.test(text.trim()) && Number(text) > 0) {
    throw new UsageError(`${flag} ${text} has no unit`, { remedy: `For example ${flag} ${text}s.` });
  }
  return parseDuration(text, flag);
}

/** @throws UsageError for a file that cannot be a load */
export async function loadOf(
  { load, loadRate, loadConnections }: RehearseFlags,
  cwd: string,
): Promise<LoadRequest> {
  const rate = parseNumber(loadRate ?? defaults.rate, { flag: '--load-rate', least: 0 });
  const connections = parseNumber(loadConnections ?? defaults.connections, {
    flag: '--load-connections',
    least: 1,
  });
  if (load === undefined) return { given: undefined, rate, connections };
  const path = resolve(cwd, load);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--load ${load} cannot be read: ${messageOf(cause)}`, { cause });
  });
  await loadSqlParser();
  return { given: { path: load, statements: parseLoadFile(text, load) }, rate, connections };
}

function parseNumber(
  text: string,
  { flag, least }: { readonly flag: string; readonly least: number },
): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= 1e9) return number;
  throw new UsageError(`${flag} ${text} is not a number of ${least} or more`);
}
