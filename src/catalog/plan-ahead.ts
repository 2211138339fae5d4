import type { Session } from '../database/session.js';
import { findAffectedRoots } from './affected-roots.js';
import { readerList, runReader } from './catalog-reading.js';
import { withCatalogTransaction, type CatalogTransaction } from './catalog-transaction.js';
import { readVersions } from './root-versions.js';
import { readCatalogNames } from './step-watch.js';
import { rowsQueries, type VersionEnd } from './written-rows-sql.js';

/*
 * What a session is asked while a step holds its locks, asked about nothing before: the server then has the
 * plans, which take longer to make than to use, and this process has compiled what makes use of the answers.
 */

/** For the session of the steps, in a transaction of its own. */
export async function planForActor(actor: Session): Promise<void> {
  const catalogs = await readCatalogNames(actor);
  const names = new Set(catalogs.values());
  await withCatalogTransaction(actor, 'own transaction', async (queries) => {
    await Promise.all([
      planRows(queries, 'xmin', names),
      ...readerList.map((reader) => runReader(queries, reader, [])),
      findAffectedRoots(queries, new Map()),
      readVersions(queries, new Map()),
    ]);
  });
}

/** For the session beside it; `catalogs` are the names of those that the server has. */
export async function planForWatcher(
  queries: CatalogTransaction,
  catalogs: ReadonlySet<string>,
): Promise<void> {
  await Promise.all([planRows(queries, 'xmax', catalogs), readVersions(queries, new Map())]);
}

async function planRows(
  { query }: CatalogTransaction,
  end: VersionEnd,
  catalogs: ReadonlySet<string>,
): Promise<void> {
  await Promise.all(rowsQueries(end, catalogs, 'apart').map((text) => query(text, [[]])));
}
