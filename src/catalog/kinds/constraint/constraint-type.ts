import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';

export type ConstraintType = 'primary key' | 'unique' | 'exclusion' | 'foreign key' | 'check' | 'not null';

/** First words of the output of `pg_get_constraintdef` (PostgreSQL 14 to 18, ruleutils.c). */
const beginnings: readonly (readonly [words: string, type: ConstraintType])[] = [
  ['PRIMARY KEY ', 'primary key'],
  ['UNIQUE ', 'unique'],
  ['EXCLUDE ', 'exclusion'],
  ['FOREIGN KEY ', 'foreign key'],
  ['CHECK ', 'check'],
  ['NOT NULL ', 'not null'],
];

/**
 * Returns the type of a constraint, derived from its definition: records of older versions contain nothing
 * else that identifies it.
 */
export function constraintTypeOf({ kind, attributes }: CatalogObject): ConstraintType | undefined {
  return kind === 'constraint' ? typeOfDefinition(String(attributes.definition)) : undefined;
}

export function typeOfDefinition(definition: string): ConstraintType | undefined {
  return beginnings.find(([words]) => definition.startsWith(words))?.[1];
}

/** Whether an index of the same name enforces the constraint. */
export function hasIndex(constraint: CatalogObject): boolean {
  const type = constraintTypeOf(constraint);
  return type === 'primary key' || type === 'unique' || type === 'exclusion';
}

/** A key also takes the name of its index in the namespace of relations. */
export function namesOfConstraint(object: CatalogObject): readonly string[] {
  const { name, parent } = object;
  if (!hasIndex(object) || !parent) return [name];
  const schema = parent.name.slice(0, -localName(parent.name).length);
  return [name, `${schema}${name.slice(0, -` on ${parent.name}`.length)}`];
}
