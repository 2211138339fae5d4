import { join } from 'node:path';
import type { Session } from '../../../../src/database/session.js';
import { loadSeedSet } from '../../../../src/seed/seed-files.js';
import { folderOf, type ExampleName } from './example.js';

/** By table, the SQL condition that all rows of the seeds satisfy. */
export type Ownership = Readonly<Record<string, string>>;

/** All exports `owns` of the seed files of an example, merged. */
export async function readOwnership(name: ExampleName): Promise<Ownership> {
  const files = await loadSeedSet({ directory: join(folderOf(name), 'seeds'), set: 'development' });
  return Object.fromEntries(files.flatMap(({ owns }) => Object.entries(owns)));
}

/** Number of rows in each owned table that belong to no seed. */
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
