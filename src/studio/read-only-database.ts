import type { Database } from '../database/session.js';

/** Milliseconds that a query of the studio may take on the live database. */
const statementTimeout = 30_000;

/** The same database, whose sessions cannot write: every transaction is READ ONLY and each statement has a timeout. */
export function readOnlyDatabase(database: Database): Database {
  const { server, name, label } = database;
  return {
    server,
    name,
    label,
    connect: async (options = {}) => {
      const session = await database.connect({ ...options, statementTimeout });
      try {
        await session.query('SET default_transaction_read_only = on');
      } catch (error) {
        await session.close();
        throw error;
      }
      return session;
    },
    sibling: (sibling) => readOnlyDatabase(database.sibling(sibling)),
  };
}
