import { printSettings } from '../../database/print-settings.js';
import { sqlStateOf, sqlStates } from '../../database/sqlstate.js';
import { numberOf } from '../../database/text-conversion.js';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Session } from '../../database/session.js';
import { savepoint } from '../../database/transaction.js';
import { messageOf } from '../../errors.js';
import { ChangedMeanwhile } from '../model/changed-meanwhile.js';

/** Settings of a catalog read, whose statements are planned once per session. */
const settings = `${printSettings}
SET LOCAL extra_float_digits = 1;
SET LOCAL jit = off;
SET LOCAL plan_cache_mode = force_generic_plan;
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT ${numberOf("pg_catalog.current_setting('server_version_num')")} / 10000 AS major,
  pg_catalog.current_setting('transaction_isolation') AS isolation;`;

interface SettingsRow {
  readonly major: number;
  readonly isolation: string;
}

/** The same settings for a session that only reads the catalog. */
export const sessionSettings = settings.replaceAll('SET LOCAL', 'SET').replace(/SELECT [^;]*;$/, '');

/** Where the catalog is read: in a transaction of its own, or in the session's open transaction. */
export type ReadIn = 'own transaction' | 'open transaction';

const inOpenTransaction = savepoint('roundtrip_catalog');
const eachStatement = savepoint('roundtrip_statement');

const brackets = {
  'fresh transaction': { begin: 'BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;', end: 'COMMIT' },
  'own transaction': { begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;', end: 'COMMIT' },
  'open transaction': {
    begin: inOpenTransaction.begin,
    end: inOpenTransaction.rollBack,
  },
} as const satisfies Record<ReadIn | 'fresh transaction', { begin: string; end: string }>;

export interface CatalogTransaction {
  /** Whether all statements see the same state, or each statement the state of its time. */
  readonly snapshot: 'one' | 'each';
  /** Major version of the server: 18. */
  readonly major: number;
  /** Runs a statement, prepared once per session, since planning takes most of the time. */
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

/**
 * Runs `action` with the settings of a catalog read, which are reset at its end. In an open transaction,
 * rolling back to a savepoint reverts `SET LOCAL`.
 *
 * @throws ChangedMeanwhile when an object was dropped that the snapshot of the open transaction still shows:
 * only a new transaction can continue reading
 */
export async function withCatalogTransaction<T>(
  session: Session,
  readIn: ReadIn,
  action: (transaction: CatalogTransaction) => Promise<T>,
): Promise<T> {
  try {
    return await bracket(session, readIn, ({ major }) => action(preparing(session, major)));
  } catch (error) {
    if (isLostStatement(error)) return bracket(session, readIn, ({ major }) => action(plain(session, major)));
    if (!isVanishedObject(error)) throw error;
    return bracket(session, fresh[readIn], ({ major, isolation }) => {
      if (isolation !== 'read committed') throw new ChangedMeanwhile(error);
      return action(persistent(session, major));
    });
  }
}

/** Where to read again, with each statement seeing the state of its time. */
const fresh = { 'own transaction': 'fresh transaction', 'open transaction': 'open transaction' } as const;

/**
 * Functions that print definitions use the current catalog, whatever the snapshot of the statement. Where
 * another session drops an object meanwhile, they fail with an internal error ("cache lookup failed for
 * relation 16432").
 */
function isVanishedObject(error: unknown): boolean {
  const isInternal = sqlStateOf(error) === sqlStates.internalError;
  return isInternal && /cache lookup failed|could not (open|find)/.test(messageOf(error));
}

/** `DISCARD ALL` or `DEALLOCATE` in a migration drops prepared statements. */
function isLostStatement(error: unknown): boolean {
  return sqlStateOf(error) === sqlStates.invalidSqlStatementName;
}

/** Prepares statements once per session; the session must have the settings of a catalog read. */
export function preparing(session: Session, major: number): CatalogTransaction {
  const query: CatalogTransaction['query'] = async <Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ) => {
    return (await session.query<Row>({ name: nameOf(text), text, values })).rows;
  };
  return { major, query, snapshot: 'one' };
}

/** Names of prepared statements; there are few texts, each sent repeatedly. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `roundtrip_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}

function plain(session: Session, major: number): CatalogTransaction {
  const query: CatalogTransaction['query'] = async <Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ) => (await session.query<Row>(text, values)).rows;
  return { major, query, snapshot: 'one' };
}

/** Maximum number of attempts at a statement that fails because an object was dropped. */
const mostAttempts = 300;

/**
 * Maximum pause between two attempts, in milliseconds; random, so that they do not coincide with regular
 * drops of objects.
 */
const longestPause = 20;

/** Runs one statement after the other, each repeated until no object is dropped while it runs. */
function persistent(session: Session, major: number): CatalogTransaction {
  const { query: ask } = plain(session, major);
  let last: Promise<unknown> = Promise.resolve();
  const attempt = async <Row extends object>(text: string, values: readonly unknown[]) => {
    for (let number = 1; ; number += 1) {
      await session.query(eachStatement.begin);
      try {
        const rows = await ask<Row>(text, values);
        await session.query(eachStatement.release);
        return rows;
      } catch (error) {
        if (number === mostAttempts || !isVanishedObject(error)) throw error;
        await session.query(eachStatement.rollBack);
        await sleep(Math.random() * longestPause);
      }
    }
  };
  const query: CatalogTransaction['query'] = <Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ) => {
    // After one statement has failed, the others fail with it: the transaction will be rolled back.
    const next = last.then(() => attempt<Row>(text, values));
    last = next;
    return next;
  };
  return { major, query, snapshot: 'each' };
}

async function bracket<T>(
  session: Session,
  readIn: keyof typeof brackets,
  action: (settings: SettingsRow) => Promise<T>,
): Promise<T> {
  const { begin, end } = brackets[readIn];
  const failed = readIn === 'open transaction' ? end : 'ROLLBACK';
  try {
    const { rows } = await session.query<SettingsRow>(begin + settings);
    const result = await action(rows[0] ?? { major: 0, isolation: '' });
    await session.query(end);
    return result;
  } catch (error) {
    await session.query(failed).catch((second: unknown) => {
      if (error instanceof Error) error.cause ??= second;
    });
    throw error;
  }
}
