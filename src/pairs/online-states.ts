import { constraintTypeOf } from '../catalog/kinds/constraint/constraint-type.js';
import { notNullOf } from '../catalog/kinds/constraint/not-null.js';
import { withAttribute } from '../catalog/model/attribute.js';
import { diff } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../catalog/model/object.js';
import { columnName, parentName } from '../catalog/model/relation-name.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { usersIn } from '../catalog/model/users.js';
import { quoteIdentifier } from '../database/quote.js';

/** The states that one file passes through, the last of which it leads to. */
export interface FileStates {
  readonly states: readonly Snapshot[];
  /** `concurrently`: the file creates or drops one index without stopping writers. */
  readonly write: 'usual' | 'concurrently';
}

interface Ends {
  readonly from: Snapshot;
  readonly to: Snapshot;
}

/**
 * Divides a change so that no statement stops writers while it reads a whole table (manual, "CREATE INDEX" and
 * "ALTER TABLE"): indexes are created and dropped concurrently, constraints are added as NOT VALID and validated
 * in a later file, and NOT NULL is set when a check has proven it.
 */
export function onlineStates({ from, to }: Ends): readonly FileStates[] {
  const { dropped, created } = concurrentIndexes({ from, to });
  const unchecked = uncheckedObjects({ from, to });
  const checked = new Map([...unchecked].map(([key, object]) => [key, validated(object)]));
  const usual = (...states: readonly Snapshot[]): FileStates => ({ states, write: 'usual' });
  const concurrently = (state: Snapshot): FileStates => ({ states: [state], write: 'concurrently' });
  return [
    ...dropped.map((_, at) => concurrently(without(from, dropped.slice(0, at + 1)))),
    usual(without(replaced(to, unchecked), created)),
    ...created.map((_, at) => concurrently(without(replaced(to, unchecked), created.slice(at + 1)))),
    usual(replaced(to, checked)),
    usual(replaced(to, withoutColumns(checked)), to),
  ];
}

/** Indexes that no other object needs, of tables that stay and are no partitions: these know no CONCURRENTLY. */
function concurrentIndexes({ from, to }: Ends) {
  const isConcurrent = (index: CatalogObject, state: Snapshot): boolean =>
    index.kind === 'index' && staysPlain(index.parent, { from, to }) && usersIn(state, index).length === 0;
  const changes = diff(from, to).filter(
    ({ change, ...one }) =>
      change !== 'changed' || ('attributes' in one && one.attributes.includes('definition')),
  );
  return {
    dropped: changes.flatMap(({ before }) => (before && isConcurrent(before, from) ? [before] : [])),
    created: changes.flatMap(({ after }) => (after && isConcurrent(after, to) ? [after] : [])),
  };
}

/** Whether it is a table in both states, and no part of an inheritance or partition tree. */
function staysPlain(key: ObjectKey | undefined, { from, to }: Ends): boolean {
  return key?.kind === 'table' && [from, to].every((state) => state.has(keyOf(key)) && !isInTree(state, key));
}

function isInTree(state: Snapshot, table: ObjectKey): boolean {
  const { attributes = {} } = state.get(keyOf(table)) ?? {};
  if (['inherits', 'partition of', 'partition by'].some((name) => attributes[name] !== undefined))
    return true;
  return [...state.values()].some((one) => [one.attributes.inherits ?? []].flat().includes(table.name));
}

/** New constraints as NOT VALID, and nullable columns with a check in the place of new NOT NULLs. */
function uncheckedObjects({ from, to }: Ends): ReadonlyMap<string, CatalogObject> {
  const found = diff(from, to).flatMap((one): readonly CatalogObject[] => {
    const { change, after: object } = one;
    if (!object || !staysPlain(object.parent, { from, to })) return [];
    if (change === 'left') return isValidatable(object) ? [notValid(object)] : [];
    const becomesNotNull =
      change === 'changed' && one.attributes.includes('not null') && isUnnamedNotNull(object, to);
    return becomesNotNull ? [nullable(object), notValid(checkOf(object))] : [];
  });
  return new Map(found.map((object) => [keyOf(object), object]));
}

function isValidatable(object: CatalogObject): boolean {
  const type = constraintTypeOf(object);
  return (
    (type === 'check' || type === 'foreign key') && !/ NOT (?:VALID|ENFORCED)$/u.test(definitionOf(object))
  );
}

/** An identity column is never nullable, and a NOT NULL with a name is a constraint of its own (PostgreSQL 18). */
function isUnnamedNotNull(column: CatalogObject, to: Snapshot): boolean {
  const { 'not null': isNotNull, identity } = column.attributes;
  return (
    column.kind === 'column' && isNotNull !== undefined && identity === undefined && !notNullOf(column, to)
  );
}

function notValid(constraint: CatalogObject): CatalogObject {
  return withDefinition(constraint, `${definitionOf(constraint)} NOT VALID`);
}

function validated(object: CatalogObject): CatalogObject {
  if (object.kind !== 'constraint') return object;
  return withDefinition(object, definitionOf(object).replace(/ NOT VALID$/u, ''));
}

function nullable(column: CatalogObject): CatalogObject {
  return { ...column, attributes: withAttribute(column.attributes, 'not null', undefined) };
}

/** A check that PostgreSQL accepts as the proof of a NOT NULL. */
function checkOf(column: CatalogObject): CatalogObject {
  const name = columnName(column);
  const isQuoted = name.startsWith('"');
  const plain = isQuoted ? name.slice(1, -1).replaceAll('""', '"') : name;
  const check = `${plain.slice(0, 48)}_is_not_null`;
  return {
    kind: 'constraint',
    name: `${isQuoted ? quoteIdentifier(check) : check} on ${parentName(column)}`,
    ...(column.parent ? { parent: column.parent } : {}),
    attributes: { definition: `CHECK ((${name} IS NOT NULL))` },
  };
}

function definitionOf({ attributes }: CatalogObject): string {
  return String(attributes.definition);
}

function withDefinition(object: CatalogObject, definition: string): CatalogObject {
  return { ...object, attributes: { ...object.attributes, definition } };
}

/** Returns a state without these objects and what belongs to them. */
function without(state: Snapshot, objects: readonly CatalogObject[]): Snapshot {
  const keys = new Set(objects.map(keyOf));
  const isLeftOut = (object: CatalogObject): boolean =>
    keys.has(keyOf(object)) || (object.parent !== undefined && keys.has(keyOf(object.parent)));
  return new Map([...state].filter(([, object]) => !isLeftOut(object)));
}

function withoutColumns(objects: ReadonlyMap<string, CatalogObject>): ReadonlyMap<string, CatalogObject> {
  return new Map([...objects].filter(([, { kind }]) => kind !== 'column'));
}

/** Returns a state with these objects instead of those with the same names. */
function replaced(state: Snapshot, objects: ReadonlyMap<string, CatalogObject>): Snapshot {
  return toSnapshot(new Map([...state, ...objects]).values());
}
