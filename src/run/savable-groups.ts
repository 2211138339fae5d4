import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import { drySql } from '../migrations/dry-sql.js';
import type { Migration } from '../migrations/migration.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { leavesRowsAlone } from '../sql-text/row-changes.js';

/** A range of rollbacks whose data can be backed up, in its order. */
export interface SavableGroups {
  /** Migrations that run without a transaction and destroy no rows. */
  readonly first: readonly Migration[];
  /** Migrations that share one transaction, so that their data is saved as of one moment. */
  readonly together: readonly Migration[];
  /** As `first`. */
  readonly last: readonly Migration[];
}

/**
 * Groups a range of rollbacks by whether they run without a transaction.
 * @throws RefusedError where one that does may destroy rows, or is between others that do not
 */
export async function groupSavable(
  downs: readonly Migration[],
  { session, config }: { readonly session: Session; readonly config: MigrationsConfig },
): Promise<SavableGroups> {
  const separate = new Set<Migration>();
  await loadSqlParser();
  for (const migration of downs) {
    // A migration that cannot be rendered without running it is checked when it runs.
    const dry = await drySql(session, { migration, direction: 'down' }, config).catch(() => undefined);
    if (dry?.transaction !== 'none') continue;
    if (!dry.statements.every(leavesRowsAlone)) throw unlockable(migration);
    separate.add(migration);
  }
  const isTogether = (migration: Migration) => !separate.has(migration);
  const [from, to] = [downs.findIndex(isTogether), downs.findLastIndex(isTogether)];
  if (from < 0) return { first: downs, together: [], last: [] };
  const together = downs.slice(from, to + 1);
  const parting = together.find((migration) => separate.has(migration));
  if (parting) throw parted(parting);
  return { first: downs.slice(0, from), together, last: downs.slice(to + 1) };
}

export function unlockable({ name }: Pick<Migration, 'name'>): RefusedError {
  return new RefusedError(`the down of ${name} runs without a transaction, so it cannot be backed up`, {
    remedy:
      'Rows written by others while it runs would be missing from the backup. Make a backup of the ' +
      'database by other means, and run the command without --backup.',
  });
}

function parted({ name }: Migration): RefusedError {
  return new RefusedError(
    `${name} runs without a transaction between other migrations, so one backup cannot cover the range`,
    {
      remedy: `Roll back in two steps, each with its own FILE: first roundtrip down ${name} --backup FILE.`,
    },
  );
}
