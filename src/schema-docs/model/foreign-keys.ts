import { requiredText } from '../../catalog/model/attribute.js';
import { keyOf } from '../../catalog/model/object.js';
import type { IndexFact } from '../facts/index-facts.js';
import type { ForeignKeyFact } from '../facts/key-facts.js';
import { commentOf, ownName, type BuildContext } from './build-context.js';
import type { ForeignKey } from './schema-model.js';

/** Returns the foreign keys of the schema, by name. */
export function allForeignKeys(context: BuildContext): readonly ForeignKey[] {
  return context.foreignKeys.flatMap((fact) => {
    const object = context.objects.get(keyOf({ kind: 'constraint', name: fact.name }));
    if (!object) return [];
    const indexes = context.indexesOf.get(fact.relation) ?? [];
    const foreignKey: ForeignKey = {
      name: ownName(fact.name, fact.relation),
      relation: fact.relation,
      columns: fact.columns,
      referenced: fact.referenced,
      referencedColumns: fact.referencedColumns,
      onDelete: fact.onDelete,
      onUpdate: fact.onUpdate,
      parents: isOptional(context, fact) ? 'zero or one' : 'exactly one',
      children: isUnique(indexes, fact.columns) ? 'zero or one' : 'zero or more',
      servedBy: indexes.filter((index) => servesForeignKey(index, fact)).map(({ name }) => name),
      definition: requiredText(object, 'definition'),
      comment: commentOf(context, object),
    };
    return [foreignKey];
  });
}

/** With MATCH SIMPLE a row refers to nothing if any column is null; with MATCH FULL only if all are. */
function isOptional({ objects }: BuildContext, { relation, columns, match }: ForeignKeyFact): boolean {
  const nullable = (column: string): boolean => {
    const object = objects.get(keyOf({ kind: 'column', name: `${relation}.${column}` }));
    return object?.attributes['not null'] === undefined;
  };
  return match === 'full' ? columns.every(nullable) : columns.some(nullable);
}

/** Returns whether no two rows can have the same values in the columns of a foreign key. */
function isUnique(indexes: readonly IndexFact[], columns: readonly string[]): boolean {
  return indexes.some(
    ({ unique, usable, predicate, keys }) =>
      unique &&
      usable &&
      predicate === null &&
      keys.every(({ column }) => column !== null && columns.includes(column)),
  );
}

/**
 * Returns whether an index finds the rows with given values in all columns of a foreign key: the columns come
 * first in it, in any order. A partial index is sufficient if it excludes only nulls in these columns.
 */
export function servesForeignKey(index: IndexFact, { columns }: Pick<ForeignKeyFact, 'columns'>): boolean {
  const { method, usable, predicate, keys } = index;
  if (!usable || (method !== 'btree' && method !== 'hash')) return false;
  if (predicate !== null && !columns.some((column) => predicate === `(${column} IS NOT NULL)`)) return false;
  const leading = keys.slice(0, columns.length).map(({ column }) => column);
  return (
    leading.length === columns.length &&
    leading.every((column) => column !== null && columns.includes(column))
  );
}
