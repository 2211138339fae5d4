import type { QueryResult, Session } from '../database/session.js';
import { savepoint } from '../database/transaction.js';

/** The server's response to a statement that was tried. */
export type Attempt<Row> =
  | { readonly kind: 'done'; readonly result: QueryResult<Row> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Refusal {
  readonly message: string;
  /** SQLSTATE. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly column: string | undefined;
}

export interface AttemptOptions {
  /** Statements that run after it, and can fail, too. */
  readonly afterwards?: string;
}

/** Begins together with the statement, which saves a round trip. */
const filling = savepoint('roundtrip_fill');

/**
 * Tries a statement in a savepoint of the open transaction, so that a refusal leaves no effects.
 *
 * @throws errors that are not refusals: a lost connection, an interruption, a server shutdown
 */
export async function attempt<Row extends object>(
  session: Session,
  statement: string,
  { afterwards = '' }: AttemptOptions = {},
): Promise<Attempt<Row>> {
  try {
    const result = await session.query<Row>(`${filling.begin} ${statement}`);
    await session.query(`${afterwards}${filling.release}`);
    return { kind: 'done', result };
  } catch (error) {
    const refusal = toRefusal(error);
    if (!refusal) throw error;
    await session.query(filling.rollBack);
    return { kind: 'refused', refusal };
  }
}

/** SQLSTATE classes that are unrelated to the statement: connection, resources, operator, system. */
const outerTrouble = /^(08|53|57|58)/;

function toRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const { code, message } = error;
  if (!/^[0-9A-Z]{5}$/.test(code) || outerTrouble.test(code)) return undefined;
  return { code, message, constraint: textOf(error, 'constraint'), column: textOf(error, 'column') };
}

function textOf(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
