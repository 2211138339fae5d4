import { splitList } from '../../model/list-syntax.js';
import type { ReferenceRules } from '../../model/kind-traits.js';
import type { CatalogObject } from '../../model/object.js';
import { constraintTypeOf, typeOfDefinition } from './constraint-type.js';

/**
 * A foreign key names the table and columns of the key that it depends on, not the key itself. A view that
 * groups by a primary key can select other columns only while that key exists.
 */
export const keyReferences: ReferenceRules = {
  indexedNames: (key) => (isKey(key) && key.parent ? [tableOf(key), `of ${tableOf(key)}`] : []),
  isNamed: (user, key, names) => {
    if (!isKey(key)) return false;
    const definition = String(user.attributes.definition);
    if (user.kind === 'constraint') {
      const columns = referencedColumns(definition, tableOf(key));
      return columns !== undefined && isSameSet(columns, keyColumns(key));
    }
    if (constraintTypeOf(key) !== 'primary key') return false;
    return /\bGROUP BY\b/.test(definition) && names.has(tableOf(key));
  },
};

/** Whether a foreign key can refer to the columns of a constraint or index. */
function isKey(object: CatalogObject): boolean {
  const type = constraintTypeOf(object);
  return type === 'primary key' || type === 'unique' || isUniqueIndex(object);
}

function isUniqueIndex({ attributes: { definition }, kind }: CatalogObject): boolean {
  return kind === 'index' && String(definition).startsWith('CREATE UNIQUE INDEX');
}

function tableOf({ parent }: CatalogObject): string {
  return parent?.name ?? '';
}

/** The columns of a table that a foreign key refers to. */
export function referencedColumns(definition: string, table: string): readonly string[] | undefined {
  const start = definition.indexOf(` REFERENCES ${table}(`);
  if (typeOfDefinition(definition) !== 'foreign key' || start < 0) return undefined;
  return listAt(definition.slice(start + ` REFERENCES ${table}`.length));
}

function keyColumns({ attributes: { definition } }: CatalogObject): readonly string[] {
  return listAt(String(definition).replace(/^(?:CREATE UNIQUE INDEX .*? USING \w+ |[A-Z ]+)(?=\()/u, ''));
}

/** Parses a list such as `(a, "b c") …` into its columns. */
function listAt(text: string): readonly string[] {
  const end = /^\((?:"(?:[^"]|"")*"|[^")])*\)/u.exec(text)?.[0] ?? '()';
  return splitList(end.slice(1, -1));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
