import { quoteIdentifier } from '../../database/quote.js';
import type { Snapshots } from '../model/describe.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { localName, unquoted } from '../model/qualified-name.js';
import { columnName, parentName } from '../model/relation-name.js';
import { definesColumns, isColumn, isDataType, traitsOf } from '../model/kind-traits.js';
import { kindInSql } from '../kind/rename.js';
import type { ObjectPair } from '../kind/repair.js';
import { repairOfKind } from '../kinds/lists.js';
import { usersIn } from '../model/users.js';

/** Types that are recreated while columns contain their values. */
export interface TypeSwap {
  readonly kind: 'possible';
  /** Types before those that are composed of them. */
  readonly types: readonly ObjectPair[];
  readonly columns: readonly ObjectPair[];
}

/** Whether columns of tables contain values of a type, directly or within other types. */
export function isStored(after: Snapshot, type: CatalogObject): boolean {
  if (!isDataType(type)) return false;
  return usersIn(after, type).some((user) => isColumnOf(user, type) || isStored(after, user));
}

/** The reason why a type cannot be recreated. */
export interface ImpossibleSwap {
  readonly kind: 'impossible';
  readonly reason: string;
}

/**
 * Finds what must be recreated with a type whose values columns contain: other types composed of it, and the
 * columns. PostgreSQL does not allow that everywhere without recreating a table.
 */
export function findSwap(type: ObjectPair, { before, after }: Snapshots): TypeSwap | ImpossibleSwap {
  const types = swappedTypes(type, { before, after });
  const columns = types.flatMap(({ from }) => usersIn(after, from).filter((user) => isColumnOf(user, from)));
  const reason = hindrance(types, columns, after);
  if (reason !== undefined) return { kind: 'impossible', reason };
  const pairs = [...new Set(columns)]
    .filter((column) => !isOnlyInherited(column) && column.attributes.generated === undefined)
    .flatMap((from) => pairOf(from, before));
  return { kind: 'possible', types, columns: pairs };
}

function hindrance(
  types: readonly ObjectPair[],
  columns: readonly CatalogObject[],
  after: Snapshot,
): string | undefined {
  const type = types.find((pair) => !isSwappable(pair))?.from;
  if (type) {
    return `columns store values of ${type.kind} ${type.name}, so PostgreSQL cannot change it`;
  }
  const fixed = columns.find((column) => isFixed(column, after));
  if (!fixed) return undefined;
  return (
    `column ${fixed.name} stores values of it and cannot change its type: ` +
    'it is part of a partition key, or its table is one of a type'
  );
}

function swappedTypes(type: ObjectPair, { before, after }: Snapshots): readonly ObjectPair[] {
  const types = new Map<CatalogObject, ObjectPair>();
  const waiting = [type];
  for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
    if (types.has(pair.from)) continue;
    types.set(pair.from, pair);
    const users = usersIn(after, pair.from).filter(isDataType);
    waiting.push(...users.flatMap((from) => pairOf(from, before)));
  }
  return [...types.values()];
}

function pairOf(from: CatalogObject, before: Snapshot): readonly ObjectPair[] {
  const to = before.get(keyOf(from));
  return to ? [{ from, to }] : [];
}

/** Whether a column of a table has the type; columns of views are recreated with the view. */
function isColumnOf(column: CatalogObject, { name }: CatalogObject): boolean {
  const { parent, attributes } = column;
  if (!isColumn(column) || !parent || !definesColumns(parent)) return false;
  return String(attributes.type).replaceAll('[]', '') === name;
}

const isOnlyInherited = ({ attributes }: CatalogObject): boolean =>
  /^inherited(?! and local)/.test(String(attributes.inheritance));

function isSwappable(pair: ObjectPair): boolean {
  const { from, to } = pair;
  if (from.kind !== to.kind || from.attributes['part of'] !== undefined) return false;
  return repairOfKind(from.kind).values?.isPossible(pair) === true;
}

/** PostgreSQL does not change the type of a column in a partition key or in a typed table. */
function isFixed(column: CatalogObject, after: Snapshot): boolean {
  const table = column.parent && after.get(keyOf(column.parent));
  if (!table) return false;
  const key = String(table.attributes['partition by'] ?? '');
  return table.attributes['of type'] !== undefined || wordsOf(key).includes(columnName(column));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
}

/** Renames the old types, converts the columns by way of text, and drops the old types. */
export function swapStatements(
  { types, columns }: TypeSwap,
  create: (object: CatalogObject) => readonly string[],
): readonly string[] {
  return [
    ...types.flatMap(notesOnValues),
    ...types.map(
      ({ from }) => `ALTER ${kindInSql(from.kind)} ${from.name} RENAME TO ${temporaryName(from)};`,
    ),
    ...types.flatMap(({ to }) => create(to)),
    ...columns.map(changeColumn),
    ...types
      .toReversed()
      .map(({ from }) => `DROP ${kindInSql(from.kind)} ${schemaOf(from)}.${temporaryName(from)};`),
  ];
}

function notesOnValues(pair: ObjectPair): readonly string[] {
  return repairOfKind(pair.from.kind).values?.notes(pair) ?? [];
}

function changeColumn({ from, to }: ObjectPair): string {
  const table = from.parent?.kind ?? to.kind;
  const { type, collation } = to.attributes;
  const using =
    traitsOf(table).stores !== 'rows' ? '' : ` USING ${columnName(to)}::pg_catalog.text::${String(type)}`;
  const collated = collation === undefined ? '' : ` COLLATE ${String(collation)}`;
  return `ALTER ${kindInSql(table)} ${parentName(to)} ALTER COLUMN ${columnName(to)} TYPE ${String(type)}${collated}${using};`;
}

function temporaryName({ name }: CatalogObject): string {
  const local = localName(name);
  return quoteIdentifier(`${unquoted(local).slice(0, 54)}_replaced`);
}

function schemaOf({ name }: CatalogObject): string {
  return name.slice(0, -localName(name).length - 1);
}
