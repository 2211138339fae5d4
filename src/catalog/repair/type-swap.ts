import { quoteIdentifier } from '../../database/quote.js';
import type { Snapshots } from '../model/describe.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { localName } from '../model/qualified-name.js';
import { columnName, parentName } from '../model/relation-name.js';
import { labelsOf } from '../kinds/type/create-enum.js';
import { parseTypeDefinition } from '../model/type-definition.js';
import { usersIn } from '../model/users.js';

/** An object in both states. */
export interface TypePair {
  readonly to: CatalogObject;
  readonly from: CatalogObject;
}

/** Types that are recreated while columns contain their values. */
export interface TypeSwap {
  readonly kind: 'possible';
  /** Types before those that are composed of them. */
  readonly types: readonly TypePair[];
  readonly columns: readonly TypePair[];
}

/** Whether columns of tables contain values of a type, directly or within other types. */
export function isHeld(after: Snapshot, type: CatalogObject): boolean {
  if (type.kind !== 'type' && type.kind !== 'domain') return false;
  return usersIn(after, type).some((user) => isColumnOf(user, type) || isHeld(after, user));
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
export function findSwap(type: TypePair, { before, after }: Snapshots): TypeSwap | ImpossibleSwap {
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
  types: readonly TypePair[],
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

function swappedTypes(type: TypePair, { before, after }: Snapshots): readonly TypePair[] {
  const types = new Map<CatalogObject, TypePair>();
  const waiting = [type];
  for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
    if (types.has(pair.from)) continue;
    types.set(pair.from, pair);
    const users = usersIn(after, pair.from).filter(({ kind }) => kind === 'type' || kind === 'domain');
    waiting.push(...users.flatMap((from) => pairOf(from, before)));
  }
  return [...types.values()];
}

function pairOf(from: CatalogObject, before: Snapshot): readonly TypePair[] {
  const to = before.get(keyOf(from));
  return to ? [{ from, to }] : [];
}

/** Whether a column of a table has the type; columns of views are recreated with the view. */
function isColumnOf({ kind, parent, attributes }: CatalogObject, { name }: CatalogObject): boolean {
  const isOfTable = kind === 'column' && parent?.kind.endsWith('table') === true;
  return isOfTable && String(attributes.type).replaceAll('[]', '') === name;
}

const isOnlyInherited = ({ attributes }: CatalogObject): boolean =>
  /^inherited(?! and local)/.test(String(attributes.inheritance));

/**
 * Excludes other types: renaming a range does not rename its multirange, a base type depends on its
 * functions, and the text of a row value fits only the same list of attributes.
 */
function isSwappable({ from, to }: TypePair): boolean {
  if (from.kind !== to.kind || from.attributes['part of'] !== undefined) return false;
  if (from.kind === 'domain' || [from, to].every((one) => varietyOf(one) === 'enum')) return true;
  return varietyOf(from) === 'composite' && from.attributes.definition === to.attributes.definition;
}

function varietyOf({ attributes }: CatalogObject): string {
  return parseTypeDefinition(String(attributes.definition)).variety;
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
    ...types.flatMap(noteOnRows),
    ...types.map(({ from }) => `ALTER ${wordOf(from)} ${from.name} RENAME TO ${asideName(from)};`),
    ...types.flatMap(({ to }) => create(to)),
    ...columns.map(changeColumn),
    ...types.toReversed().map(({ from }) => `DROP ${wordOf(from)} ${schemaOf(from)}.${asideName(from)};`),
  ];
}

function noteOnRows({ from, to }: TypePair): readonly string[] {
  if (from.kind === 'domain' || varietyOf(from) !== 'enum') return [];
  const kept = labelsOf(to);
  const gone = labelsOf(from).filter((label) => !kept.includes(label));
  if (gone.length === 0) return [];
  const labels = gone.map((label) => JSON.stringify(label)).join(', ');
  return [`-- Fails where a row of ${to.name} holds ${labels}: give such rows another label first.`];
}

function changeColumn({ from, to }: TypePair): string {
  const isForeign = from.parent?.kind === 'foreign table';
  const { type, collation } = to.attributes;
  const using = isForeign ? '' : ` USING ${columnName(to)}::pg_catalog.text::${String(type)}`;
  const collated = collation === undefined ? '' : ` COLLATE ${String(collation)}`;
  return `ALTER ${isForeign ? 'FOREIGN ' : ''}TABLE ${parentName(to)} ALTER COLUMN ${columnName(to)} TYPE ${String(type)}${collated}${using};`;
}

function wordOf({ kind }: CatalogObject): string {
  return kind === 'domain' ? 'DOMAIN' : 'TYPE';
}

function asideName({ name }: CatalogObject): string {
  const local = localName(name);
  const plain = local.startsWith('"') ? local.slice(1, -1).replaceAll('""', '"') : local;
  return quoteIdentifier(`${plain.slice(0, 54)}_replaced`);
}

function schemaOf({ name }: CatalogObject): string {
  return name.slice(0, -localName(name).length - 1);
}

export const isConstraint = ({ kind }: CatalogObject): boolean => kind === 'constraint';
