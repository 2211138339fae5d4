import { childrenIn } from './children.js';
import { toSnapshot } from './catalog-state.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { localName } from './qualified-name.js';
import { columnName, nameOnRelation, parentName } from './repairs/relation-name.js';
import type { NameChange } from './substitute-names.js';

/**
 * PostgreSQL 18 names the NOT NULL constraint of a column after table and column. Such a name does not
 * show; after a rename it does, since it stays what it was. Adds to a state after renames what shows then
 * and is wanted.
 */
export function withKeptNames(after: Snapshot, before: Snapshot, changes: readonly NameChange[]): Snapshot {
  const kept = [...before.values()].filter(
    (wanted) => columnOf(wanted) !== undefined && !after.has(keyOf(wanted)) && isKept(wanted, after, changes),
  );
  return kept.length === 0 ? after : toSnapshot([...after.values(), ...kept]);
}

function isKept(wanted: CatalogObject, after: Snapshot, changes: readonly NameChange[]): boolean {
  const table = parentName(wanted);
  const column = columnOf(wanted) ?? '';
  const members = childrenIn(after, { kind: wanted.parent?.kind ?? 'table', name: table });
  const isNotNull = members.some(
    (one) => one.kind === 'column' && columnName(one) === column && one.attributes['not null'] !== undefined,
  );
  if (!isNotNull || members.some((one) => columnOf(one) === column)) return false;
  const was = { table: formerName(table, changes), column: formerName(column, changes, table) };
  return plain(nameOnRelation(wanted)) === `${plain(localName(was.table))}_${plain(was.column)}_not_null`;
}

/** The name before all changes; a column's only by those within its table. */
function formerName(name: string, changes: readonly NameChange[], within?: string): string {
  return changes
    .filter((change) => change.within === within && change.of === undefined)
    .reduceRight((current, { from, to }) => (to === current ? from : current), name);
}

/** The column of a NOT NULL constraint. */
function columnOf({ kind, attributes }: CatalogObject): string | undefined {
  if (kind !== 'constraint') return undefined;
  return /^NOT NULL (.*?)(?: NO INHERIT)?(?: NOT VALID)?$/.exec(String(attributes.definition))?.[1];
}

function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
