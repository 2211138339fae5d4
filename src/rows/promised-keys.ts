import { sampleValues } from './candidates.js';
import type { Filling } from './filling.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { sourceOf, type KeyRow } from './value-source.js';

/**
 * Returns keys of rows that will be inserted later, for a deferrable foreign key; `undefined` for other
 * foreign keys, or where the values of the rows are not known beforehand.
 */
export function promiseKeys(filling: Filling, foreignKey: ForeignKey): readonly KeyRow[] | undefined {
  const parent = filling.facts.get(foreignKey.parent);
  if (!parent || foreignKey.timing !== 'deferrable') return undefined;
  const rows = plannedKeys(parent, foreignKey.parentColumns);
  if (!rows) return undefined;
  const { qualifiedName: name, parentColumns } = foreignKey;
  const check = `SET CONSTRAINTS ${name} IMMEDIATE; ${resetSql(filling, name)}`;
  filling.unchecked.set(parent.oid, (filling.unchecked.get(parent.oid) ?? '') + check);
  filling.promised.set(parent.oid, [...(filling.promised.get(parent.oid) ?? []), ...parentColumns]);
  return rows;
}

function resetSql({ facts }: Filling, name: string): string {
  const isInitial = [...facts.values()].some(({ deferred }) => deferred.includes(name));
  return isInitial ? `SET CONSTRAINTS ${name} DEFERRED; ` : '';
}

/** Values of columns that no foreign key, condition or domain restricts. */
function plannedKeys(table: TableFacts, names: readonly string[]): readonly KeyRow[] | undefined {
  const bound = [...table.foreignKeys, ...table.conditions].flatMap(({ columns }) => columns);
  const columns = table.columns.filter(({ name }) => names.includes(name));
  if (
    table.kind !== 'table' ||
    columns.some(({ name, type }) => bound.includes(name) || type.kind === 'domain')
  ) {
    return undefined;
  }
  const values = columns.map((column) => sampleValues(column.type, sourceOf(table, column)));
  const rows = [0, 1, 2].map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, values[index]?.[row] ?? null])),
  );
  return values.every(({ length }) => length > 0) ? rows : undefined;
}
