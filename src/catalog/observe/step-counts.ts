import type { Session } from '../../database/session.js';
import type { WrittenRow } from './written-rows-sql.js';

/** Number of rows of a catalog that were inserted and ended, as counted by the server. */
export interface Count {
  readonly made: number;
  readonly ended: number;
}

/** Counts by name of the catalog; catalogs without any are left out. */
export type Counts = ReadonlyMap<string, Count>;

/** Counters of the server for a session, in the format that `parseCounts` reads: `1259 3 1`. */
export const COUNTS = `ARRAY(
  SELECT pg_catalog.concat_ws(' ', o.oid, n.inserted + n.updated, n.deleted + n.updated)
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS o (oid)
    CROSS JOIN LATERAL (SELECT pg_catalog.pg_stat_get_xact_tuples_inserted(o.oid),
      pg_catalog.pg_stat_get_xact_tuples_updated(o.oid),
      pg_catalog.pg_stat_get_xact_tuples_deleted(o.oid)) AS n (inserted, updated, deleted)
  WHERE n.inserted + n.updated + n.deleted > 0)`;

export function parseCounts(texts: readonly string[], catalogs: ReadonlyMap<string, string>): Counts {
  return new Map(
    texts.map((text) => {
      const [oid = '', made, ended] = text.split(' ');
      return [catalogs.get(oid) ?? oid, { made: Number(made), ended: Number(ended) }];
    }),
  );
}

/**
 * Counts of earlier work would be included in those of the next transaction until the server has flushed
 * them. From PostgreSQL 15 on a flush can be forced; otherwise it happens at most twice a second.
 */
const FORGET_COUNTS = 'SELECT pg_catalog.pg_stat_force_next_flush()';

/** Returns the counts at the start of the next transaction. Call it right before that. */
export async function readCountsBefore(
  migrationSession: Session,
  { major, catalogs }: { readonly major: number; readonly catalogs: ReadonlyMap<string, string> },
): Promise<Counts> {
  if (major >= 15) {
    await migrationSession.query(FORGET_COUNTS);
    return new Map();
  }
  const { rows } = await migrationSession.query<{ counts: readonly string[] }>(`SELECT ${COUNTS} AS counts`, [
    [...catalogs.keys()],
  ]);
  return parseCounts(rows[0]?.counts ?? [], catalogs);
}

/** Rows that a transaction created and that exist, and rows that existed before and that it ended. */
export interface FoundRows {
  readonly made: readonly WrittenRow[];
  readonly ended: readonly WrittenRow[];
}

/**
 * Whether the rows that were found are all that the server counted. Rows that were both created and ended
 * count twice and are visible to nobody, so the differences are compared; they do not agree where a
 * subtransaction was rolled back.
 */
export function isAccounted(found: FoundRows, counted: Counts, before: Counts): boolean {
  return catalogsOf(counted).every((catalog) => {
    const net = sum(found.made, catalog) - sum(found.ended, catalog);
    const all = netOf(counted, catalog);
    // The earlier counts may have been flushed meanwhile.
    return net === all - netOf(before, catalog) || net === all;
  });
}

function catalogsOf(counts: Counts): readonly string[] {
  return [...counts.keys()];
}

function netOf(counts: Counts, catalog: string): number {
  const { made = 0, ended = 0 } = counts.get(catalog) ?? {};
  return made - ended;
}

function sum(rows: readonly WrittenRow[], catalog: string): number {
  return rows.reduce((total, row) => (row.catalog === catalog ? total + row.count : total), 0);
}
