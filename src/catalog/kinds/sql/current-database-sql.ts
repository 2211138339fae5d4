/**
 * The database has the same name wherever it is read, because what is proven on one database is
 * said about another.
 */
export const currentDatabase = 'current database';
