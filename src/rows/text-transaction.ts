import { printSettings } from '../database/print-settings.js';
import type { ReadIn } from '../catalog/read/catalog-transaction.js';
import type { Session } from '../database/session.js';
import { savepoint } from '../database/transaction.js';

/** With an empty search path, values of `reg*` types are printed with their schema. */
const settings = `${printSettings}
SET LOCAL extra_float_digits = 1;
SET LOCAL jit = off;
`;

const inOpenTransaction = savepoint('roundtrip_rows');

const brackets = {
  'own transaction': {
    begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;',
    end: 'COMMIT',
    fail: 'ROLLBACK',
  },
  'open transaction': {
    begin: inOpenTransaction.begin,
    end: inOpenTransaction.rollBack,
    fail: inOpenTransaction.rollBack,
  },
} as const satisfies Record<ReadIn, { begin: string; end: string; fail: string }>;

export interface FirstStatement<Row extends object, T> {
  readonly readIn: ReadIn;
  /**
   * The first statement, without parameters: it is sent together with the settings, which saves a round trip.
   */
  readonly first: string;
  /** Processes its rows, before the settings are reset. */
  readonly then: (rows: readonly Row[]) => Promise<T>;
}

/**
 * Reads with settings under which values are always printed in the same way; the settings are reset after the
 * read.
 */
export async function withTextTransaction<Row extends object, T>(
  session: Session,
  { readIn, first, then }: FirstStatement<Row, T>,
): Promise<T> {
  const { begin, end, fail } = brackets[readIn];
  try {
    const { rows } = await session.query<Row>(begin + settings + first);
    const result = await then(rows);
    await session.query(end);
    return result;
  } catch (error) {
    await session.query(fail).catch((second: unknown) => {
      if (error instanceof Error) error.cause ??= second;
    });
    throw error;
  }
}
