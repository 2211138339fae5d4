import type { Session } from '../../database/session.js';
import { assemble } from './assemble.js';
import { runReader } from './catalog-reading.js';
import { readerList } from '../kinds/lists.js';
import type { CatalogOptions, CatalogState, ReaderPart } from './catalog-state.js';
import { withCatalogTransaction, type CatalogTransaction, type ReadIn } from './catalog-transaction.js';
import { canFind, readFingerprint, type Fingerprint } from './fingerprint.js';
import { readNotCompared } from './not-compared.js';
import { settleReading } from './settle-reading.js';

export interface ReadOptions extends CatalogOptions {
  /**
   * `open transaction` reads inside the transaction that the session has open, and sees its
   * uncommitted changes; otherwise one read-only transaction of its own is used.
   */
  readonly readIn?: ReadIn;
}

/**
 * Reads the whole catalog of a database: every object that a user can have made, in normal form.
 * @throws the driver's error when the server refuses a query
 */
export async function readCatalog(
  session: Session,
  { readIn = 'own transaction', migrationsTable }: ReadOptions = {},
): Promise<CatalogState> {
  return withCatalogTransaction(session, readIn, (transaction) =>
    readAll(transaction, migrationsTable ? { migrationsTable } : {}),
  );
}

/** The same inside a transaction that has the settings of a catalog read already. */
export async function readAll(
  transaction: CatalogTransaction,
  { migrationsTable }: CatalogOptions,
): Promise<CatalogState> {
  const fingerprint = await readFingerprint(transaction);
  const parts = await runAll(transaction, fingerprint);
  const notCompared = await readNotCompared(transaction);
  const options = migrationsTable ? { migrationsTable } : {};
  const objects = assemble(parts, options);
  const state = { major: transaction.major, objects, notCompared, parts, fingerprint, ...options };
  return settleReading(transaction, state);
}

/** Most databases have no objects of most kinds, and asking for them costs more than anything else. */
async function runAll(
  transaction: CatalogTransaction,
  fingerprint: Fingerprint,
): Promise<readonly ReaderPart[]> {
  return Promise.all(
    readerList.map(async (reader): Promise<ReaderPart> =>
      canFind(fingerprint, reader) ? runReader(transaction, reader, 'all') : new Map(),
    ),
  );
}
