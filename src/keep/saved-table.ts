import type { SavedTable } from '../rollback/backup/manifest.js';
import type { KeptTable } from './kept-entry.js';

/** The kept table as a table of a backup; the number of its file distinguishes its temporary tables. */
export function savedTableOf({ relation, columns, rows, ...kept }: KeptTable): SavedTable {
  const { schema, name, what, key, values, rewritten, bytes } = kept;
  const file = relation.replace(
    /^k(\d+)_(\d+)$/,
    (_, entry: string, table: string) => `${entry}${table.padStart(4, '0')}`,
  );
  const listed = columns.map((column) => ({ name: column.name, type: column.type }));
  return {
    ...{ file, schema, name, what, key, values, rewritten, bytes, columns: listed },
    rows: rows ?? 0,
    sha256: '',
    load: '',
  };
}
