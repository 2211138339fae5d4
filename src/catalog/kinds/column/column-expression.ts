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
  rest: ({ from, to }) => {
    const without = losesIdentity({ from, to }) ? withoutValues : withoutDefault;
    return { from: without(from), to: without(to) };
  },
  isReleasedFirst: exchangesIdentity,
  release: releaseOf,
};

/**
 * Whether a column gets an identity instead of a default, or the other way round: one sequence can have the
 * name of the other, and each must be gone before the other is created.
 */
function exchangesIdentity({ from, to }: ObjectPair): boolean {
  const [had, has] = [from, to].map(({ attributes }) => attributes.identity !== undefined);
  return had !== has && [from, to].some(({ attributes }) => attributes.default !== undefined);
}

function losesIdentity({ from, to }: ObjectPair): boolean {
  return from.attributes.identity !== undefined && to.attributes.identity === undefined;
}

/** Returns a column without its default and its identity. */
function withoutValues(column: CatalogObject): CatalogObject {
  const attributes = Object.entries(column.attributes).filter(
    ([name]) => name !== 'default' && !name.startsWith('identity'),
  );
  return { ...column, attributes: Object.fromEntries(attributes) };
}

/** Returns a column without its default, which is set later. */
export function withoutDefault(column: CatalogObject): CatalogObject {
  const attributes = Object.entries(column.attributes).filter(([name]) => name !== 'default');
  return { ...column, attributes: Object.fromEntries(attributes) };
}

/** PostgreSQL 17 added SET EXPRESSION, for stored columns. */
function releaseOf({ from, to }: ObjectPair, context: RepairContext): Release | undefined {
  if (losesIdentity({ from, to }))
    return { release: [`${alterColumn(from)} DROP IDENTITY;`], restore: setDefault(to, context) };
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
