/** The schema of the history. */
export const ownSchema = 'roundtrip';

/** The schema of the data that steps destroyed and that their inverses restore. */
export const keptSchema = 'roundtrip_kept';

/** SQL list of the schemas that contain the tool's own tables, which no comparison is about. */
export const ownSchemaList = `'${ownSchema}', '${keptSchema}'`;

/** All that is made there: the history (`src/history/history-schema.ts`), and what was loaded (`src/seed/load-record.ts`). */
const ownTables = ['version', 'history', 'statement', 'load'] as const;

/** SQL list of their names. */
export const ownTableList = ownTables.map((name) => `'${name}'`).join(', ');
