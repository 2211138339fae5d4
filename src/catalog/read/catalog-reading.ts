import type { CatalogTransaction } from './catalog-transaction.js';
import type { ReaderPart } from './catalog-state.js';
import { rememberIdentity } from '../model/identity.js';
import type { CatalogObject } from '../model/object.js';
import type { Reader, ReaderRow } from '../kind/reader.js';

/** The roots that a reader reads: all, or those with the given OIDs. */
export type Scope = 'all' | readonly string[];

/** Runs one reader and groups its objects by root. */
export async function runReader(
  { query, major }: CatalogTransaction,
  reader: Reader,
  scope: Scope,
): Promise<ReaderPart> {
  const condition = scope === 'all' ? '' : `AND ${reader.rootOid} = ANY ($1::pg_catalog.oid[])`;
  const text = reader.query(condition, { major });
  const rows = await query<ReaderRow>(text, scope === 'all' ? undefined : [scope]);
  return groupByRoot(rows, reader);
}

function groupByRoot(rows: readonly ReaderRow[], reader: Reader): ReaderPart {
  const part = new Map<string, CatalogObject[]>();
  for (const row of rows) {
    const { root } = row;
    const object = reader.toObject(row as never);
    rememberIdentity(object, root);
    const siblings = part.get(root);
    if (siblings) siblings.push(object);
    else part.set(root, [object]);
  }
  return part;
}
