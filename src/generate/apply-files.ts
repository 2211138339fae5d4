import { diff } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { readCatalog } from '../catalog/read/read-catalog.js';
import { catalogTraces, type CatalogTrace } from '../catalog/repair/catalog-trace.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Database, Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, messageOf } from '../errors.js';
import { withoutColumnOrder } from '../pairs/prove-pair.js';
import type { PairFile } from '../pairs/split-files.js';

export interface ApplyOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Returns what differs afterwards; nothing is changed then, if one transaction can hold all statements. */
export function applyFiles(
  files: readonly PairFile[],
  wanted: Snapshot,
  { database, config, signal }: ApplyOptions,
): Promise<readonly CatalogTrace[]> {
  const limits = statementLimits(config.limits);
  return withSession(
    database,
    async (session) => {
      const last = files.at(-1);
      for (const file of files) {
        const check = file === last ? () => residualIn(session, wanted, { database, config }) : undefined;
        const residual = await applyFile(session, file, check);
        if (residual.length > 0) return residual;
      }
      return [];
    },
    { ...limits, signal },
  );
}

type Check = (() => Promise<readonly CatalogTrace[]>) | undefined;

/** The statements do not lead to the source; thrown to roll them back. */
class Inexact extends Error {
  readonly residual: readonly CatalogTrace[];

  constructor(residual: readonly CatalogTrace[]) {
    super('the statements do not lead to the source');
    this.residual = residual;
  }
}

async function applyFile(session: Session, file: PairFile, check: Check): Promise<readonly CatalogTrace[]> {
  const run = async () => {
    for (const statement of file.up.statements) await send(session, statement);
    const residual = (await check?.()) ?? [];
    if (residual.length > 0) throw new Inexact(residual);
  };
  try {
    await (file.transaction === 'one' ? withTransaction(session, run) : run());
    return [];
  } catch (error) {
    if (error instanceof Inexact) return error.residual;
    throw error;
  }
}

async function send(session: Session, statement: string): Promise<void> {
  if (statement.startsWith('--')) return;
  try {
    await session.query(statement);
  } catch (cause) {
    throw new DatabaseError(`a statement failed: ${messageOf(cause)}\n  ${statement}`, {
      remedy:
        'Its transaction was rolled back. Where rows are in the way, change them, or write a migration.',
      cause,
    });
  }
}

async function residualIn(
  session: Session,
  wanted: Snapshot,
  { database, config }: Pick<ApplyOptions, 'database' | 'config'>,
): Promise<readonly CatalogTrace[]> {
  const { objects } = await readCatalog(session, {
    readIn: 'open transaction',
    migrationsTable: migrationsTable(config.migrations),
  });
  const differences = withoutColumnOrder(diff(wanted, objects));
  return catalogTraces(differences, { before: wanted, after: objects, major: database.server.major });
}
