import { readSqlTokens } from '../database/sql-tokens.js';

/** What every text that ends a transaction holds; most texts hold none of it. */
const hint = /\b(COMMIT|END|ROLLBACK|ABORT|PREPARE)\b/i;

/**
 * The first statement of an SQL text that ends the transaction it runs in, in upper case. Inside a transaction
 * block no function, procedure or DO block can (manual, 43.8 Transaction Management).
 */
export function findTransactionEnd(sql: string): string | undefined {
  if (!hint.test(sql)) return undefined;
  return statementsOf(sql).find(isTransactionEnd)?.join(' ');
}

/** Statements as words in upper case; the body of an SQL function (BEGIN ATOMIC … END) belongs to its statement. */
function statementsOf(sql: string): readonly (readonly string[])[] {
  const statements: string[][] = [[]];
  let body: 'outside' | 'inside' = 'outside';
  let previous = '';
  for (const token of readSqlTokens(sql)) {
    const word = token.toUpperCase();
    if (previous === 'BEGIN' && word === 'ATOMIC') body = 'inside';
    if (body === 'inside' && previous === ';' && word === 'END') body = 'outside';
    else if (word === ';' && body === 'outside') statements.push([]);
    else if (body === 'outside') statements.at(-1)?.push(word);
    previous = word;
  }
  return statements;
}

function isTransactionEnd([first = '', second = '', ...rest]: readonly string[]): boolean {
  switch (first) {
    case 'COMMIT':
    case 'END':
    case 'ABORT':
      return second !== 'PREPARED';
    case 'ROLLBACK':
      return second !== 'PREPARED' && ![second, ...rest].includes('TO');
    case 'PREPARE':
      return second === 'TRANSACTION';
    default:
      return false;
  }
}

/** A migration ends the transaction that it is to be recorded in: the statement is not sent. */
export class EndsTransaction extends Error {
  readonly code = 'ends-transaction';
  readonly sql: string;

  constructor(sql: string, end: string) {
    super(`it ends its transaction by itself (${end}), in which it is to be recorded`);
    this.sql = sql;
  }
}

/** @throws EndsTransaction */
export function refuseTransactionEnd(sql: string): void {
  const end = findTransactionEnd(sql);
  if (end !== undefined) throw new EndsTransaction(sql, end);
}
