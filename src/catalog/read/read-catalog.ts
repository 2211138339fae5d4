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
   * `open transaction` reads within the session's open transaction and sees its uncommitted changes;
   * otherwise a separate read-only transaction is used.
   */
  readonly readIn?: ReadIn;
}

/**
 * Reads the whole catalog of a database: every object that a user can have created, in normal form.
 *
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

/** Reads the whole catalog within a transaction that already has the settings of a catalog read. */
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

/**
 * Skips readers that cannot find anything: most databases have no objects of most kinds, and querying for
 * them would cost more than anything else.
 */
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
