import type { CatalogState } from './catalog-state.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import { findChangedRoots, readFingerprint } from './fingerprint.js';
import { forgetRoots } from './forget-roots.js';

/**
 * Where each statement saw the state of its time, removes what others changed between the first and the last
 * statement, so that the next reading finds it.
 */
export async function settleReading(
  transaction: CatalogTransaction,
  state: CatalogState,
): Promise<CatalogState> {
  if (transaction.snapshot === 'one') return state;
  const touched = findChangedRoots(state.fingerprint, await readFingerprint(transaction));
  return touched.size === 0 ? state : forgetRoots(state, touched);
}
