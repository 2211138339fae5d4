import { quoteIdentifier, quoteLiteral } from '../../../database/quote.js';
import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './current-database.js';

export const setting: Repair<'setting'> = {
  kind: 'setting',
  create: (object) => [change(object, set(object))],
  drop: (object) => [change(object, `RESET ${parameter(object)}`)],
  alter: ({ to }) => [change(to, set(to))],
};

function change(object: CatalogObject, action: string): string {
  const role = textOf(object, 'role');
  if (textOf(object, 'database') === undefined) return `ALTER ROLE ${role ?? 'ALL'} ${action};`;
  const place =
    role === undefined
      ? `ALTER DATABASE ${currentDatabasePlaceholder}`
      : `ALTER ROLE ${role} IN DATABASE ${currentDatabasePlaceholder}`;
  return onCurrentDatabase(`${place} ${action};`);
}

/** Parameters whose values are lists of identifiers, kept with their quotes (`GUC_LIST_QUOTE`). */
const lists = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function set(object: CatalogObject): string {
  const value = requiredText(object, 'value');
  const isList = lists.has(requiredText(object, 'parameter').toLowerCase());
  return `SET ${parameter(object)} TO ${isList && value !== '' ? emptyQuoted(value) : quoteLiteral(value)}`;
}

/** `""` is an empty list to PostgreSQL, and no identifier. */
function emptyQuoted(list: string): string {
  return list === '""' ? "''" : list;
}

/** `app.user_id` is a name of two parts. */
function parameter(object: CatalogObject): string {
  const name = requiredText(object, 'parameter');
  return /^[a-z_][a-z0-9_.]*$/u.test(name) ? name : name.split('.').map(quoteIdentifier).join('.');
}
