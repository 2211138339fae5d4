import type { Session } from '../../database/session.js';
import { findAffectedRoots, findReadersOfColumns } from './affected-roots.js';
import { runReader } from '../read/catalog-reading.js';
import { readerList, separatelyReadable } from '../kinds/lists.js';
import { withCatalogTransaction, type CatalogTransaction } from '../read/catalog-transaction.js';
import { readVersions } from './root-versions.js';
import { readCatalogNames } from './step-observer.js';
import { membersOf, rowsQueries, type RowsQuery } from './written-rows-sql.js';

/*
 * Runs the catalog queries with empty inputs before a step takes its locks, so that the server has their
 * plans, which take longer to make than to run, and this process has compiled the code that handles the
 * results.
 */

/** Warms up the migration session, in a transaction of its own. */
export async function warmUpMigrationSession(migrationSession: Session): Promise<void> {
  const catalogs = await readCatalogNames(migrationSession);
  const names = new Set(catalogs.values());
  await withCatalogTransaction(migrationSession, 'own transaction', async (queries) => {
    await Promise.all([
      planRows(queries, { end: 'xmin', from: 'inside', catalogs: names }),
      ...readerList.map((reader) => runReader(queries, reader, [])),
      findAffectedRoots(queries, new Map()),
      findReadersOfColumns(queries, []),
      readVersions(queries, new Map()),
    ]);
  });
}

/** Warms up the catalog session; `catalogs` are the names of the server's system catalogs. */
export async function warmUpCatalogSession(
  queries: CatalogTransaction,
  catalogs: ReadonlySet<string>,
): Promise<void> {
  await Promise.all([
    planRows(queries, { end: 'xmax', from: 'outside', catalogs }),
    readVersions(queries, new Map()),
  ]);
}

async function planRows({ query }: CatalogTransaction, which: Omit<RowsQuery, 'queryMode'>): Promise<void> {
  const catalogs = new Set([...which.catalogs].filter(isWrittenOften));
  const values = ['3', '3', 0].slice(0, which.from === 'outside' ? 2 : 3);
  await Promise.all(
    rowsQueries({ ...which, catalogs, queryMode: 'apart' }).map((text) => query(text, values)),
  );
}

function isWrittenOften(catalog: string): boolean {
  return membersOf(catalog).some(({ root }) => separatelyReadable.has(root));
}
