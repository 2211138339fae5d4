import { requiredText, textOf } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { parseLabel, parseTypeDefinition } from '../../catalog/model/type-definition.js';
import { commentOf, objectsOf, partsOf, touchesOf, type BuildContext } from './build-context.js';
import type { ColumnUse, EnumType, OtherType, Relation } from './schema-model.js';

/** Returns enums and the other user-defined types, by name, except those of extensions. */
export function allTypes(
  context: BuildContext,
  relations: readonly Relation[],
): { readonly enums: readonly EnumType[]; readonly types: readonly OtherType[] } {
  const own = objectsOf(context, ['type', 'domain']).filter((type) => textOf(type, 'part of') === undefined);
  const isEnum = (type: CatalogObject): boolean => (textOf(type, 'definition') ?? '').startsWith('enum (');
  const usesOf = findUses(relations);
  return {
    enums: own.filter(isEnum).map((type) => ({
      name: type.name,
      values: parseTypeDefinition(requiredText(type, 'definition')).parts.map(parseLabel),
      comment: commentOf(context, type),
      usedBy: usesOf(type.name),
      touches: touchesOf(context, type),
    })),
    types: own
      .filter((type) => !isEnum(type))
      .map((type) => ({
        kind: type.kind === 'domain' ? 'domain' : 'type',
        name: type.name,
        definition: type.kind === 'domain' ? domainDefinition(type) : requiredText(type, 'definition'),
        constraints: constraintsOf(context, type),
        comment: commentOf(context, type),
        usedBy: usesOf(type.name),
        touches: touchesOf(context, type),
      })),
  };
}

function domainDefinition(domain: CatalogObject): string {
  const collation = textOf(domain, 'collation');
  const value = textOf(domain, 'default');
  return [
    requiredText(domain, 'type'),
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(textOf(domain, 'not null') === undefined ? [] : ['NOT NULL']),
    ...(value === undefined ? [] : [`DEFAULT ${value}`]),
  ].join(' ');
}

function constraintsOf(context: BuildContext, domain: CatalogObject): readonly string[] {
  return partsOf(context, domain, 'constraint').map(
    (constraint) =>
      `${constraint.name.slice(0, constraint.name.lastIndexOf(' on domain '))}: ${requiredText(constraint, 'definition')}`,
  );
}

/** Finds the columns of a type, or of its array type. */
function findUses(relations: readonly Relation[]): (type: string) => readonly ColumnUse[] {
  const uses = relations.flatMap(({ name: relation, kind, columns }) =>
    kind === 'table' || kind === 'foreign table'
      ? columns.map(({ name, type }) => ({ type: elementType(type), use: { relation, column: name } }))
      : [],
  );
  return (type) => uses.filter((one) => one.type === type).map(({ use }) => use);
}

/** Returns the name of a type without array brackets. */
export function elementType(type: string): string {
  return type.replace(/(\[\])+$/, '');
}
