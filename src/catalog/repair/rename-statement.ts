import { ownedBy } from '../model/children.js';
import { traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Kind, type ObjectKey, type Snapshot } from '../model/object.js';
import { nameInText } from '../model/object-references.js';
import { localName } from '../model/qualified-name.js';
import { columnName, nameOnRelation, parentName } from '../model/relation-name.js';
import type { NameChange } from '../model/substitute-names.js';

/** The statements that give an object its wanted name, and how other objects print afterwards. */
export interface Rename {
  readonly statements: readonly string[];
  readonly changes: readonly NameChange[];
}

/** An object with another name than the wanted one. */
export interface RenamedPair {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  /** The present state. */
  readonly after: Snapshot;
}

/** Returns `undefined` where PostgreSQL has no statement for the rename. */
export function renameOf(pair: RenamedPair): Rename | undefined {
  const { kind } = pair.from;
  if (kind !== pair.to.kind) return undefined;
  switch (traitsOf(kind).rename) {
    case 'in schema':
      return renameInSchema(pair, sqlName(kind));
    case 'alone':
      return renameAlone(pair, sqlName(kind));
    case 'on table':
      return renameOnTable(pair, sqlName(kind));
    case 'specially':
      return renameSpecially(pair);
    case 'impossible':
      return undefined;
  }
}

/** Name of a kind in ALTER: `FOREIGN DATA WRAPPER`. */
function sqlName(kind: Kind): string {
  return kind.toUpperCase().replaceAll('-', ' ');
}

function renameSpecially(pair: RenamedPair): Rename | undefined {
  const { kind } = pair.from;
  if (kind === 'schema') return renameSchema(pair);
  if (kind === 'column') return renameColumn(pair);
  return kind === 'constraint' ? renameConstraint(pair) : undefined;
}

function renameSchema({ from, to }: RenamedPair): Rename {
  return {
    statements: [`ALTER SCHEMA ${from.name} RENAME TO ${to.name};`],
    changes: [{ from: `${from.name}.`, to: `${to.name}.` }],
  };
}

/**
 * A column that a table inherits, or gets from its type, is renamed together with that of the parent or type.
 */
function renameColumn({ from, to, after }: RenamedPair): Rename | undefined {
  const table = to.parent;
  if (!table?.kind.endsWith('table') || from.parent?.name !== table.name) return undefined;
  const [is, was] = [columnName(from), columnName(to)];
  return {
    statements:
      isInherited(from) || isOfType(table, after)
        ? []
        : [`ALTER TABLE ${table.name} RENAME COLUMN ${is} TO ${was};`],
    changes: [
      { from: from.name, to: to.name },
      { from: is, to: was, within: table.name },
    ],
  };
}

function isOfType(table: ObjectKey, after: Snapshot): boolean {
  return after.get(keyOf(table))?.attributes['of type'] !== undefined;
}

/** The index of a key has the same name; an inherited constraint is renamed with the parent's. */
function renameConstraint({ from, to, after }: RenamedPair): Rename | undefined {
  if (!to.parent || from.parent?.name !== to.parent.name) return undefined;
  const word = to.parent.kind === 'domain' ? 'DOMAIN' : 'TABLE';
  const [is, was] = [constraintName(from), constraintName(to)];
  const index = ownedBy(after, from).find(({ kind }) => kind === 'index');
  const schema = to.parent.name.slice(0, -localName(to.parent.name).length);
  return {
    statements: isInherited(from)
      ? []
      : [`ALTER ${word} ${to.parent.name} RENAME CONSTRAINT ${is} TO ${was};`],
    changes: [
      { from: from.name, to: to.name },
      ...(index ? [{ from: index.name, to: `${schema}${was}` }] : []),
    ],
  };
}

function constraintName(object: CatalogObject): string {
  const suffix = object.parent?.kind === 'domain' ? ' on domain ' : ' on ';
  return object.name.slice(0, -`${suffix}${parentName(object)}`.length);
}

function isInherited({ attributes }: CatalogObject): boolean {
  return String(attributes.inheritance ?? '').startsWith('inherited');
}

function renameInSchema({ from, to, after }: RenamedPair, sql: string): Rename | undefined {
  const [is, was] = [nameInText(from), nameInText(to)];
  if (from.name.slice(is.length) !== to.name.slice(was.length)) return undefined;
  const [schema, wanted] = [schemaOf(is), schemaOf(was)];
  if (schema !== wanted && !after.has(keyOf({ kind: 'schema', name: wanted }))) return undefined;
  const reference = (name: string) => `ALTER ${sql} ${name}${argumentsOf(from)}`;
  const between = `${wanted}.${localName(is)}`;
  return {
    statements: [
      ...(schema === wanted ? [] : [`${reference(is)} SET SCHEMA ${wanted};`]),
      ...(between === was ? [] : [`${reference(between)} RENAME TO ${localName(was)};`]),
    ],
    changes: [
      ...(schema === wanted ? [] : movedAlong(from, after, wanted)),
      ...localChanges(from, is, was),
      { from: is, to: was },
    ],
  };
}

/** An aggregate without arguments is `count(*)` in SQL. */
function argumentsOf({ kind, name }: CatalogObject): string {
  const rest = name.slice(nameInText({ name }).length);
  return kind === 'aggregate' ? rest.replace(/^\(\)$/u, '(*)') : rest;
}

/** Indexes and sequences of a table move with it to another schema. */
function movedAlong(table: CatalogObject, after: Snapshot, schema: string): readonly NameChange[] {
  return ownedBy(after, table)
    .filter(({ kind }) => kind === 'index' || kind === 'sequence')
    .map(({ name }) => ({ from: name, to: `${schema}.${localName(name)}` }));
}

/** Views print columns with the name of their table; the definition of an index contains its own name. */
function localChanges({ kind }: CatalogObject, is: string, was: string): readonly NameChange[] {
  const [from, to] = [localName(is), localName(was)];
  if (kind === 'index') return [{ from: `INDEX ${from} ON`, to: `INDEX ${to} ON`, within: is }];
  const isRelation = kind.endsWith('table') || kind.endsWith('view');
  return isRelation ? [{ from: `${from}.`, to: `${to}.`, within: is }] : [];
}

function renameAlone({ from, to }: RenamedPair, sql: string): Rename {
  return {
    statements: [`ALTER ${sql} ${from.name} RENAME TO ${to.name};`],
    changes: [{ from: from.name, to: to.name, of: from.kind }],
  };
}

function renameOnTable({ from, to }: RenamedPair, sql: string): Rename | undefined {
  if (!to.parent || from.parent?.name !== to.parent.name) return undefined;
  if (from.attributes['internal to'] !== undefined) return undefined;
  const [is, was] = [nameOnRelation(from), nameOnRelation(to)];
  const isOfPartition = from.attributes['partition of'] !== undefined;
  return {
    statements: isOfPartition ? [] : [`ALTER ${sql} ${is} ON ${to.parent.name} RENAME TO ${was};`],
    changes: [
      { from: `${sql} ${is}`, to: `${sql} ${was}`, within: from.name },
      { from: from.name, to: to.name },
    ],
  };
}

function schemaOf(name: string): string {
  return name.slice(0, -localName(name).length - 1);
}
