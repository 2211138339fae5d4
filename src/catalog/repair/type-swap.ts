import { quoteIdentifier } from '../../database/quote.js';
import type { Snapshots } from '../model/describe.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { localName } from '../model/qualified-name.js';
import { columnName, parentName } from '../model/relation-name.js';
import { labelsOf } from '../kinds/type/create-enum.js';
import { parseTypeDefinition } from '../model/type-definition.js';
import { usersIn } from '../model/users.js';

/** An object of both states. */
export interface TypePair {
  readonly to: CatalogObject;
  readonly from: CatalogObject;
}

/** Types that are made again under the columns that hold them. */
export interface TypeSwap {
  readonly kind: 'possible';
  /** A type before those that are made of it. */
  readonly types: readonly TypePair[];
  readonly columns: readonly TypePair[];
}

/** Whether columns of tables hold values of a type, by themselves or in other types. */
export function isHeld(after: Snapshot, type: CatalogObject): boolean {
  if (type.kind !== 'type' && type.kind !== 'domain') return false;
  return usersIn(after, type).some((user) => isColumnOf(user, type) || isHeld(after, user));
}

/** Why a type cannot be made again. */
export interface ImpossibleSwap {
  readonly kind: 'impossible';
  readonly reason: string;
}

/**
 * What has to be made again with a type that columns hold: other types made of it, and the columns.
 * PostgreSQL cannot do so everywhere without making a table again.
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

/** Columns of views come again with the view. */
function isColumnOf({ kind, parent, attributes }: CatalogObject, { name }: CatalogObject): boolean {
  const isOfTable = kind === 'column' && parent?.kind.endsWith('table') === true;
  return isOfTable && String(attributes.type).replaceAll('[]', '') === name;
}

const isOnlyInherited = ({ attributes }: CatalogObject): boolean =>
  /^inherited(?! and local)/.test(String(attributes.inheritance));

/**
 * Renaming a range leaves its multirange, a base type lives by its functions, and the text of a row
 * fits its own list of attributes alone.
 */
function isSwappable({ from, to }: TypePair): boolean {
  if (from.kind !== to.kind || from.attributes['part of'] !== undefined) return false;
  if (from.kind === 'domain' || [from, to].every((one) => varietyOf(one) === 'enum')) return true;
  return varietyOf(from) === 'composite' && from.attributes.definition === to.attributes.definition;
}

function varietyOf({ attributes }: CatalogObject): string {
  return parseTypeDefinition(String(attributes.definition)).variety;
}

/** PostgreSQL changes the type neither of a part of a partition key nor of a column of a typed table. */
function isFixed(column: CatalogObject, after: Snapshot): boolean {
  const table = column.parent && after.get(keyOf(column.parent));
  if (!table) return false;
  const key = String(table.attributes['partition by'] ?? '');
  return table.attributes['of type'] !== undefined || wordsOf(key).includes(columnName(column));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
}

/** The old types step aside, columns change over by their text, and the old types are dropped. */
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
