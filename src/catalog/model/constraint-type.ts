import type { CatalogObject } from './object.js';

export type ConstraintType = 'primary key' | 'unique' | 'exclusion' | 'foreign key' | 'check' | 'not null';

/** How `pg_get_constraintdef` begins (PostgreSQL 14 to 18, ruleutils.c). */
const beginnings: readonly (readonly [words: string, type: ConstraintType])[] = [
  ['PRIMARY KEY ', 'primary key'],
  ['UNIQUE ', 'unique'],
  ['EXCLUDE ', 'exclusion'],
  ['FOREIGN KEY ', 'foreign key'],
  ['CHECK ', 'check'],
  ['NOT NULL ', 'not null'],
];

/** The type of a constraint, from its definition: records of older versions hold no other mark of it. */
export function constraintTypeOf({ kind, attributes }: CatalogObject): ConstraintType | undefined {
  return kind === 'constraint' ? typeOfDefinition(String(attributes.definition)) : undefined;
}

export function typeOfDefinition(definition: string): ConstraintType | undefined {
  return beginnings.find(([words]) => definition.startsWith(words))?.[1];
}

/** Whether an index enforces it, under the same name. */
export function hasIndex(constraint: CatalogObject): boolean {
  const type = constraintTypeOf(constraint);
  return type === 'primary key' || type === 'unique' || type === 'exclusion';
}
