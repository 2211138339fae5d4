import type { Session } from '../../database/session.js';
import { sqlStateOf } from '../../database/sqlstate.js';
import { withTransaction } from '../../database/transaction.js';
import { UsageError, messageOf } from '../../errors.js';
import { generateLoad } from './generate-load.js';
import type { LoadStatement } from './load-statement.js';

/** The load that the user wants. */
export interface LoadRequest {
  /** Statements of a file, and its path; generated without it. */
  readonly given: { readonly path: string; readonly statements: readonly LoadStatement[] } | undefined;
  /** Statements a second; 0 for none. */
  readonly rate: number;
  readonly connections: number;
}

export interface ChosenLoad {
  readonly origin: 'generated' | 'file' | 'none';
  readonly statements: readonly LoadStatement[];
}

/**
 * The statements of the load, each of which works on the copy.
 * @throws UsageError naming a given statement that fails
 */
export async function loadStatementsOf(
  { given, rate }: LoadRequest,
  session: Session,
  tables: readonly string[],
): Promise<ChosenLoad> {
  if (rate === 0) return { origin: 'none', statements: [] };
  if (given) {
    for (const statement of given.statements) await assertWorks(session, statement, given.path);
    return { origin: 'file', statements: given.statements };
  }
  const generated = await withTransaction(session, () => generateLoad(session, tables));
  const working: LoadStatement[] = [];
  for (const statement of generated) {
    if ((await failureOf(session, statement)) === undefined) working.push(statement);
  }
  return { origin: working.length > 0 ? 'generated' : 'none', statements: working };
}

async function assertWorks(session: Session, statement: LoadStatement, path: string): Promise<void> {
  const failure = await failureOf(session, statement);
  if (failure === undefined) return;
  throw new UsageError(`--load ${path}: ${statement.name} fails on the copy: ${failure}`, {
    remedy: 'The load must work before the migrations run. Correct the file.',
  });
}

async function failureOf(session: Session, { texts }: LoadStatement): Promise<string | undefined> {
  await session.query('BEGIN');
  try {
    await session.query(texts[0] ?? '');
    return undefined;
  } catch (error) {
    if (sqlStateOf(error) === undefined) throw error;
    return messageOf(error);
  } finally {
    await session.query('ROLLBACK');
  }
}
