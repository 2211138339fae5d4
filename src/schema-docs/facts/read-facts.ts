import { withCatalogTransaction } from '../../catalog/read/catalog-transaction.js';
import { firstUserOid } from '../../catalog/kind/membership-sql.js';
import type { Session } from '../../database/session.js';
import { INDEX_FACTS, type IndexFact } from './index-facts.js';
import { KEY_FACTS, type KeyFact } from './key-facts.js';
import {
  VIEW_COLUMN_FACTS,
  VIEW_SOURCE_FACTS,
  type ViewColumnFact,
  type ViewSourceFact,
} from './view-facts.js';

/**
 * Facts that the snapshot of the catalog holds as text only, read from PostgreSQL instead of being parsed:
 * columns of constraints and indexes, columns in an index's expressions, relations that a view reads.
 */
export interface Facts {
  readonly indexes: readonly IndexFact[];
  readonly keys: readonly KeyFact[];
  readonly viewColumns: readonly ViewColumnFact[];
  readonly viewSources: readonly ViewSourceFact[];
}

/** @throws the driver's error when the server rejects a query */
export async function readFacts(session: Session): Promise<Facts> {
  return withCatalogTransaction(session, 'own transaction', async ({ query }) => ({
    indexes: await query<IndexFact>(INDEX_FACTS, [firstUserOid]),
    keys: await query<KeyFact>(KEY_FACTS, [firstUserOid]),
    viewColumns: await query<ViewColumnFact>(VIEW_COLUMN_FACTS, [firstUserOid]),
    viewSources: await query<ViewSourceFact>(VIEW_SOURCE_FACTS, [firstUserOid]),
  }));
}
