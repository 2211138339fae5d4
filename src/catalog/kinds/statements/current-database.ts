import { quoteLiteral } from '../../../database/quote.js';

/** Placeholder for the quoted name of the current database in a statement for `onCurrentDatabase`. */
export const currentDatabasePlaceholder = '%I';

/**
 * Returns a statement about the current database, whatever its name, for which PostgreSQL has no syntax. The
 * given statement contains the placeholder once.
 */
export function onCurrentDatabase(statement: string): string {
  const [before = '', after = ''] = statement.replace(/;$/u, '').split(currentDatabasePlaceholder);
  const template = [before, after].map((part) => part.replaceAll('%', '%%')).join(currentDatabasePlaceholder);
  const format = `pg_catalog.format(${quoteLiteral(template)}, pg_catalog.current_database())`;
  return `DO $repair$ BEGIN EXECUTE ${format}; END $repair$;`;
}
