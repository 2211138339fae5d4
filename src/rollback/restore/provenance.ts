import { catalogText } from '../../database/text-conversion.js';
import type { MigrationsConfig } from '../../config/config.js';
import type { Session } from '../../database/session.js';
import { readHistoryAccess } from '../../history/history-schema.js';
import { migrationsTableOf } from '../../migrations/prepare-database.js';
import type { OpenBackup } from '../backup/open-backup.js';

/** Which row versions of the present tables may be overwritten, because nobody but roundtrip wrote them. */
export interface Overwritable {
  /** IDs of transactions, as in `xmin`; `all` where nobody else can have written any row. */
  readonly own: readonly string[] | 'all';
  /**
   * Row versions of earlier transactions than this one existed before the rollback, and have not been modified
   * since.
   */
  readonly before: string | undefined;
}

/**
 * Information from the history of this database about a backup, and about the rows that roundtrip itself has
 * written.
 */
export interface Provenance extends Overwritable {
  /** Whether the history of this database records a rollback that wrote exactly this backup. */
  readonly backup: 'recorded' | 'unrecorded';
  /** Those of the transactions that rolled back and applied its migrations. */
  readonly own: readonly string[];
}

/** Histories of older versions of roundtrip do not have this column. */
const COLUMN = `
  SELECT FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid = pg_catalog.to_regclass('roundtrip.history') AND a.attname = 'transaction_id' AND NOT a.attisdropped`;

const STEPS = `
  SELECT h.id::pg_catalog.float8 AS id, h.migration, h.direction, h.detail ->> 'backup' AS backup,
    ${catalogText('h.xmin')} AS xmin, ${catalogText('h.transaction_id')} AS "transactionId"
  FROM roundtrip.history AS h
  WHERE h.migrations_table = $1 AND h.migration = ANY ($2) AND h.outcome IN ('done', 'accepted-traces', 'left-traces')
  ORDER BY h.id`;

interface Step {
  readonly id: number;
  readonly migration: string;
  readonly direction: 'up' | 'down';
  readonly backup: string | null;
  readonly xmin: string;
  readonly transactionId: string;
}

/**
 * Reads the provenance of a backup. A transaction ID is valid only in the cluster that assigned it: after a
 * dump and restore, or in a logical copy, the rows of the history have other values of `xmin` than they record,
 * and nothing can be concluded from them.
 */
export async function readProvenance(
  session: Session,
  config: MigrationsConfig,
  { manifest, digest }: Pick<OpenBackup, 'manifest' | 'digest'>,
): Promise<Provenance> {
  const steps = await readSteps(session, config, manifest.migrations);
  const down = steps.findLast(({ backup }) => backup === digest);
  const since = down ? steps.filter(({ id }) => id >= down.id) : lastUps(steps);
  const own = since.filter(isOriginal).map(({ xmin }) => xmin);
  const isShown = down !== undefined && isOriginal(down);
  return {
    backup: down ? 'recorded' : 'unrecorded',
    own: [...new Set(own)],
    before: isShown ? shortNumber(manifest.oldestTransaction) : undefined,
  };
}

async function readSteps(
  session: Session,
  config: MigrationsConfig,
  migrations: readonly string[],
): Promise<readonly Step[]> {
  if ((await readHistoryAccess(session)) !== 'readable') return [];
  if ((await session.query(COLUMN)).rows.length === 0) return [];
  return (await session.query<Step>(STEPS, [migrationsTableOf(config), migrations])).rows;
}

function lastUps(steps: readonly Step[]): readonly Step[] {
  const last = new Map(steps.map((step) => [step.migration, step]));
  return [...last.values()].filter(({ direction }) => direction === 'up');
}

function isOriginal({ xmin, transactionId }: Step): boolean {
  return shortNumber(transactionId) === xmin;
}

/** Row versions hold the lower 32 of its 64 bits (manual, 67.1). */
function shortNumber(transaction: string): string {
  return String(BigInt.asUintN(32, BigInt(transaction)));
}
