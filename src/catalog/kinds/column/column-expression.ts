import type { CatalogObject } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { ExpressionRepair, ObjectPair, Release, RepairContext } from '../../kind/repair.js';
import { setDefault } from './column-default.js';

export function alterColumn(column: CatalogObject): string {
  return `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
}

/** The default, or the expression of a generated column. */
export const expression: ExpressionRepair = {
  without: withoutDefault,
  set: setDefault,
  drop: (column) => [`${alterColumn(column)} DROP DEFAULT;`],
  isSetBy: ({ attributes }) => {
    const others = ['type', 'collation', 'generated', 'generated kind'];
    return attributes.includes('default') && others.some((name) => attributes.includes(name));
  },
  release: releaseOf,
};

/** Returns a column without its default, which is set later. */
export function withoutDefault(column: CatalogObject): CatalogObject {
  const attributes = Object.entries(column.attributes).filter(([name]) => name !== 'default');
  return { ...column, attributes: Object.fromEntries(attributes) };
}

/** PostgreSQL 17 added SET EXPRESSION, for stored columns. */
function releaseOf({ from, to }: ObjectPair, context: RepairContext): Release | undefined {
  if (from.attributes.generated === undefined) {
    return {
      release: setDefault(withoutDefault(from), context),
      restore: to.attributes.default === undefined ? [] : setDefault(to, context),
    };
  }
  const isStored =
    from.attributes['generated kind'] === 'stored' && to.attributes['generated kind'] === 'stored';
  if (context.major < 17 || !isStored || from.attributes['not null'] !== undefined) return undefined;
  return {
    release: [`${alterColumn(from)} SET EXPRESSION AS (NULL);`],
    restore: [`${alterColumn(to)} SET EXPRESSION AS (${String(to.attributes.generated)});`],
  };
}
