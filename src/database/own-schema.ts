/** The schema of the tool's own tables, which no comparison is about. */
export const ownSchema = 'roundtrip';

/** All that is made there: the history (`src/history/history-schema.ts`), and what was loaded (`src/seed/load-record.ts`). */
const ownTables = ['version', 'history', 'statement', 'load'] as const;

/** SQL list of their names. */
export const ownTableList = ownTables.map((name) => `'${name}'`).join(', ');
