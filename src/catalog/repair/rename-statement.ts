import { ownedBy } from '../model/children.js';
import { kindsWhere, traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { nameInText } from '../model/object-references.js';
import { localName } from '../model/qualified-name.js';
import { nameOnRelation } from '../model/relation-name.js';
import type { NameChange } from '../model/substitute-names.js';
import { kindInSql, type Rename, type RenamedPair } from '../kind/rename.js';
import { repairOfKind } from '../kinds/lists.js';

/** Returns `undefined` where PostgreSQL has no statement for the rename. */
export function renameOf(pair: RenamedPair): Rename | undefined {
  const { kind } = pair.from;
  if (kind !== pair.to.kind) return undefined;
  switch (traitsOf(kind).rename) {
    case 'in schema':
      return renameInSchema(pair, kindInSql(kind));
    case 'alone':
      return renameAlone(pair, kindInSql(kind));
    case 'on table':
      return renameOnTable(pair, kindInSql(kind));
    case 'specially':
      return repairOfKind(kind).rename?.(pair);
    case 'impossible':
      return undefined;
  }
}

function renameInSchema({ from, to, after }: RenamedPair, sql: string): Rename | undefined {
  const [is, was] = [nameInText(from), nameInText(to)];
  if (from.name.slice(is.length) !== to.name.slice(was.length)) return undefined;
  const [schema, wanted] = [schemaOf(is), schemaOf(was)];
  if (schema !== wanted && !hasSchema(after, wanted)) return undefined;
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

function hasSchema(snapshot: Snapshot, name: string): boolean {
  return kindsWhere(({ qualifies }) => qualifies !== 'nothing').some((kind) =>
    snapshot.has(keyOf({ kind, name })),
  );
}

function argumentsOf({ kind, name }: CatalogObject): string {
  const list = name.slice(nameInText({ name }).length);
  return traitsOf(kind).argumentsInSql?.(list) ?? list;
}

/** Indexes and sequences of a table move with it to another schema. */
function movedAlong(table: CatalogObject, after: Snapshot, schema: string): readonly NameChange[] {
  return ownedBy(after, table)
    .filter(({ kind }) => traitsOf(kind).nameSpace === 'relations, after tables')
    .map(({ name }) => ({ from: name, to: `${schema}.${localName(name)}` }));
}

/** Views print columns with the name of their table; the definition of an index contains its own name. */
function localChanges({ kind }: CatalogObject, is: string, was: string): readonly NameChange[] {
  const [from, to] = [localName(is), localName(was)];
  const { names, columns } = traitsOf(kind);
  if (names.ownName === 'in its definition') {
    const sql = kindInSql(kind);
    return [{ from: `${sql} ${from} ON`, to: `${sql} ${to} ON`, within: is }];
  }
  return columns !== 'none' ? [{ from: `${from}.`, to: `${to}.`, within: is }] : [];
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
