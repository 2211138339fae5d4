import type { Session } from '../../database/session.js';
import { findAffectedRoots } from './affected-roots.js';
import { mergeObjects } from '../read/assemble.js';
import { runReader, type Scope } from '../read/catalog-reading.js';
import { readByOid, readerList } from '../kinds/lists.js';
import type { CatalogState } from '../read/catalog-state.js';
import { withCatalogTransaction, type CatalogTransaction, type ReadIn } from '../read/catalog-transaction.js';
import {
  findChangedRoots,
  isUnderstood,
  readFingerprint,
  rootsWithMember,
  type ChangedRoots,
  type Fingerprint,
} from '../read/fingerprint.js';
import { readNotCompared } from '../read/not-compared.js';
import { mergePart, type MergedPart } from './merge-part.js';
import { readAll } from '../read/read-catalog.js';
import { settleReading } from '../read/settle-reading.js';
import type { Reader } from '../kind/reader.js';

/**
 * Reads a database's catalog again after a step. Queries run only for what the step changed and what prints
 * the changed names. Unchanged objects keep their identity. `previous` must be a state of this database, or
 * of one that it was copied from.
 *
 * @throws the driver's error when the server refuses a query
 */
export async function refreshCatalog(
  session: Session,
  previous: CatalogState,
  { readIn = 'own transaction' }: { readonly readIn?: ReadIn } = {},
): Promise<CatalogState> {
  return withCatalogTransaction(session, readIn, async (transaction) => {
    const fingerprint = await readFingerprint(transaction);
    if (!isUnderstood(previous.fingerprint, fingerprint)) return readAll(transaction, previous);
    const changed = findChangedRoots(previous.fingerprint, fingerprint);
    if (changed.size === 0) {
      return { ...previous, fingerprint, notCompared: await readNotCompared(transaction) };
    }
    const state = await refreshRoots({ transaction, previous, fingerprint, changed });
    return settleReading(transaction, state);
  });
}

interface Refresh {
  readonly transaction: CatalogTransaction;
  readonly previous: CatalogState;
  readonly fingerprint: Fingerprint;
  readonly changed: ChangedRoots;
}

async function refreshRoots({ transaction, previous, fingerprint, changed }: Refresh): Promise<CatalogState> {
  const affected = await findAffectedRoots(transaction, changed);
  const fingerprints = [previous.fingerprint, fingerprint];
  // Sent at once, so that a pipelining session waits for the server once, not once for each reader.
  const [notCompared, ...merged] = await Promise.all([
    readNotCompared(transaction),
    ...readerList.map(async (reader, index): Promise<MergedPart> => {
      const part = previous.parts[index] ?? new Map<string, never>();
      const scope = scopeOf(reader, { affected, fingerprints });
      if (scope === 'none') return { part, removed: [], added: [] };
      return mergePart({ part, scope, read: await runReader(transaction, reader, scope) });
    }),
  ]);
  const parts = merged.map(({ part }) => part);
  return { ...previous, fingerprint, parts, notCompared, objects: mergeObjects(previous, merged) };
}

interface Affected {
  readonly affected: ChangedRoots;
  readonly fingerprints: readonly Fingerprint[];
}

function scopeOf({ root, member }: Reader, { affected, fingerprints }: Affected): Scope | 'none' {
  const oids = affected.get(root);
  if (!oids) return 'none';
  if (!readByOid.has(root)) return 'all';
  const roots = member === undefined ? [...oids] : rootsWithMember([...oids], { member, fingerprints });
  return roots.length === 0 ? 'none' : roots;
}
