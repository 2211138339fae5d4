import { MigrationFileError, UsageError, assertNever } from '../errors.js';
import { findByName } from './find-by-name.js';
import type { MigrationChain, ChainEntry } from './migration-chain.js';
import type { MigrationFile } from './migration-file.js';
import { assertFilesPresent } from './missing-files.js';

/** Which migrations a command selects. */
export type Target =
  | { readonly kind: 'all' }
  | { readonly kind: 'count'; readonly count: number }
  /** Up to and including this migration, or down to and including it. */
  | { readonly kind: 'through'; readonly name: string }
  /** Down until this migration is the last one applied. */
  | { readonly kind: 'to'; readonly name: string };

/** The migrations to apply, in order. */
export function planUp(chain: MigrationChain, target: Target): readonly MigrationFile[] {
  const open = chain.flatMap((entry) =>
    entry.state === 'pending' || entry.state === 'out-of-order' ? [entry.file] : [],
  );
  switch (target.kind) {
    case 'all':
      return open;
    case 'count':
      return open.slice(0, target.count);
    case 'through':
    case 'to': {
      const { name } = findByName(chain, target.name);
      return open.slice(0, open.findIndex((file) => file.name === name) + 1);
    }
    default:
      return assertNever(target);
  }
}

/**
 * The migrations to roll back, latest first.
 * @throws MigrationFileError when a required file is missing
 */
export function planDown(chain: MigrationChain, target: Target): readonly MigrationFile[] {
  const done = chain.filter((entry) => entry.state === 'applied' || entry.state === 'missing').toReversed();
  const range = done.slice(0, depth(done, target));
  assertFilesPresent(range, 'down');
  return range.flatMap((entry) => (entry.state === 'applied' ? [entry.file] : []));
}

function depth(done: readonly ChainEntry[], target: Target): number {
  switch (target.kind) {
    case 'all':
      return done.length;
    case 'count':
      return target.count;
    case 'through':
      return indexOfApplied(done, target.name) + 1;
    case 'to':
      return indexOfApplied(done, target.name);
    default:
      return assertNever(target);
  }
}

function indexOfApplied(done: readonly ChainEntry[], wanted: string): number {
  try {
    return done.indexOf(findByName(done, wanted));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} among the applied migrations`, {
      remedy: 'roundtrip status lists them.',
    });
  }
}

/**
 * Refuses migrations out of order: later migrations would be built on different states in different databases.
 * @throws MigrationFileError naming the migrations that are out of order
 */
export function assertInOrder(chain: MigrationChain): void {
  const late = chain.filter(({ state }) => state === 'out-of-order').map(({ name }) => name);
  if (late.length === 0) return;
  throw new MigrationFileError(`pending migrations come before applied ones: ${late.join(', ')}`, {
    remedy:
      'Rename them so that they come last (of a git branch: roundtrip new --rebase), or use --no-check-order if their order does not matter.',
  });
}
