import type { Session } from '../../../src/database/session.js';
import { sendSeparately } from '../../../src/run/send-separately.js';
import { loadSqlParser } from '../../../src/sql-text/parser.js';

beforeAll(loadSqlParser);

/** A session with a lock timeout of 500 ms, which records its queries. */
function recordingSession(): { readonly session: Session; readonly queries: string[] } {
  const queries: string[] = [];
  const query = (sql: string) => {
    queries.push(sql.trim());
    return Promise.resolve({ rows: [{ milliseconds: 500 }] });
  };
  return { session: { query } as unknown as Session, queries };
}

const statement = { sql: 'CREATE INDEX CONCURRENTLY i ON t (a)' } as never;

describe('a statement that waits for transactions', () => {
  it.each([
    ['succeeds', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('duplicate key'))],
  ])('runs without a lock timeout, which is set again if the statement %s', async (_, send) => {
    const { session, queries } = recordingSession();
    const sent = sendSeparately(statement, send, { session, lockTimeout: 500, retry: {} as never });
    await sent.catch((error: unknown) => {
      expect(error).toEqual(new Error('duplicate key'));
    });
    expect(queries.slice(1)).toEqual(['SET lock_timeout = 0', 'SET lock_timeout = 500']);
  });
});
