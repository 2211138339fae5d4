/** Name of the database in all snapshots, because the results for one database apply to another one. */
export const currentDatabase = 'current database';
