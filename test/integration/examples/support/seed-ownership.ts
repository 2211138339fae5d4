import { join } from 'node:path';
import type { Session } from '../../../../src/database/session.js';
import { loadSeedSet } from '../../../../src/seed/seed-files.js';
import { folderOf, type ExampleName } from './example.js';

/** Per table the SQL condition that rows of the seeds satisfy. */
export type Ownership = Readonly<Record<string, string>>;

/** What the seed files of an example export as `owns`, together. */
export async function readOwnership(name: ExampleName): Promise<Ownership> {
  const files = await loadSeedSet({ directory: join(folderOf(name), 'seeds'), set: 'development' });
  return Object.fromEntries(files.flatMap(({ owns }) => Object.entries(owns)));
}

/** How many rows of each owned table no seed made. */
export async function findForeignRows(
  session: Session,
  owned: Ownership,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const [table, condition] of Object.entries(owned)) {
    const { rows } = await session.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${table} WHERE (${condition}) IS NOT TRUE`,
    );
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}
