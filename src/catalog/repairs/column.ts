import type { AttributeValue, CatalogObject } from '../object.js';
import type { AlterChange, Repair, RepairContext } from '../repair.js';
import { alterIdentity } from './identity.js';
import { columnGrants, columnSettings, namedColumn, sequenceGrants } from './new-column.js';
import { columnName, parentName } from './relation-name.js';
import { changeForeignOptions, changeParameters } from './storage-parameters.js';

const isOfView = ({ parent }: CatalogObject): boolean => parent?.kind.endsWith('view') === true;

const isOnlyInherited = ({ attributes }: CatalogObject): boolean =>
  /^inherited(?! and local)/.test(String(attributes.inheritance));

function statementFor(column: CatalogObject): string {
  return `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
}

/** Within a new table, the table makes the column. */
function create(column: CatalogObject, context: RepairContext): readonly string[] {
  const { parent } = column;
  if (isOfView(column)) return [...setDefault(column), ...columnSettings(column, context)];
  if (parent && context.isCreated(parent)) {
    return isOnlyInherited(column)
      ? [...setDefault(column), ...columnSettings(column, context)]
      : columnSettings(column, context);
  }
  if (isOnlyInherited(column)) return [];
  return [
    ...noteOnOrder(column, context),
    `ALTER TABLE ${parentName(column)} ADD COLUMN ${namedColumn(column, context)};`,
    ...columnSettings(column, context),
  ];
}

/** PostgreSQL adds columns at the end only. */
function noteOnOrder(column: CatalogObject, { find }: RepairContext): readonly string[] {
  const order = (column.parent && find(column.parent)?.order) ?? [];
  if (order.at(-1) === columnName(column)) return [];
  return [`-- ${columnName(column)} becomes the last column; only rebuilding the table restores the order.`];
}

function setDefault(column: CatalogObject): readonly string[] {
  const { default: value } = column.attributes;
  if (column.attributes.generated !== undefined || (value === undefined && isOfView(column))) return [];
  return [
    `${statementFor(column)} ${value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${String(value)}`};`,
  ];
}

function alter(change: AlterChange): readonly string[] | 'impossible' | undefined {
  const { from, to, attributes, context } = change;
  if (attributes.includes('inheritance')) return alterInheritance(change);
  const expression = alterExpression(change);
  if (expression === undefined) return undefined;
  const statement = statementFor(to);
  return [
    ...alterType(change),
    ...expression,
    ...(attributes.includes('not null') && to.attributes['not null'] === undefined
      ? [`${statement} DROP NOT NULL;`]
      : []),
    ...alterIdentity(change),
    ...(attributes.includes('not null') && to.attributes['not null'] !== undefined
      ? [`${statement} SET NOT NULL;`]
      : []),
    ...alterStorage(change),
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...changeForeignOptions({
      statement: statement.replace('ALTER TABLE', 'ALTER FOREIGN TABLE'),
      from: from.attributes['foreign options'],
      to: to.attributes['foreign options'],
    }),
    ...columnGrants({ from, to, context }),
    ...sequenceGrants({ from: from.attributes.identity === undefined ? undefined : from, to, context }),
  ];
}

/** A column that its parents left or joined follows the table's own repair. */
function alterInheritance({ from, to, attributes }: AlterChange): readonly string[] | 'impossible' {
  const follows = from.attributes.inheritance === undefined || to.attributes.inheritance === undefined;
  return follows && attributes.length === 1 ? [] : 'impossible';
}

/** A default of the old type can stand in the way of the new type. */
function alterType({ from, to, attributes }: AlterChange): readonly string[] {
  if (!attributes.includes('type') && !attributes.includes('collation')) return [];
  const { type, collation, default: value } = to.attributes;
  const statement = statementFor(to);
  const keepsDefault = value !== undefined && !attributes.includes('default');
  const using = attributes.includes('type') ? ` USING ${columnName(to)}::${String(type)}` : '';
  return [
    ...(from.attributes.default === undefined ? [] : [`${statement} DROP DEFAULT;`]),
    `${statement} TYPE ${String(type)}${collation === undefined ? '' : ` COLLATE ${String(collation)}`}${using};`,
    ...(keepsDefault ? [`${statement} SET DEFAULT ${String(value)};`] : []),
  ];
}

/** Default or generation; `undefined` where the column must be made again. */
function alterExpression({ from, to, attributes, context }: AlterChange): readonly string[] | undefined {
  const statement = statementFor(to);
  if (attributes.includes('generated') || attributes.includes('generated kind')) {
    const { generated, default: value } = to.attributes;
    const kindStays = !attributes.includes('generated kind');
    if (generated === undefined && from.attributes['generated kind'] === 'stored') {
      return [`${statement} DROP EXPRESSION;`, ...(value === undefined ? [] : setDefault(to))];
    }
    const canSet = kindStays && (context.major ?? 0) >= 17;
    return canSet ? [`${statement} SET EXPRESSION AS (${String(generated)});`] : undefined;
  }
  return attributes.includes('default') ? setDefault(to) : [];
}

function alterStorage({ to, attributes }: AlterChange): readonly string[] {
  const statement = statementFor(to);
  const { storage, compression } = to.attributes;
  const target = to.attributes['statistics target'];
  return [
    ...(attributes.includes('storage') ? [`${statement} SET STORAGE ${storageWord(storage, to)};`] : []),
    ...(attributes.includes('compression')
      ? [`${statement} SET COMPRESSION ${String(compression ?? 'default')};`]
      : []),
    ...(attributes.includes('statistics target')
      ? [`${statement} SET STATISTICS ${String(target ?? -1)};`]
      : []),
  ];
}

/** `SET STORAGE DEFAULT` came with PostgreSQL 16; these types are the ones with another default. */
function storageWord(storage: AttributeValue | undefined, { attributes: { type } }: CatalogObject): string {
  if (storage !== undefined) return String(storage).toUpperCase();
  return /^(?:numeric|inet|cidr)(?!.*\[\])/.test(String(type)) ? 'MAIN' : 'EXTENDED';
}

/** A column of a view shows only for what was set on it. */
function drop(column: CatalogObject, context: RepairContext): readonly string[] {
  if (isOfView(column)) return resetViewColumn(column, context);
  if (isOnlyInherited(column)) return [];
  return [`ALTER TABLE ${parentName(column)} DROP COLUMN ${columnName(column)};`];
}

function resetViewColumn(from: CatalogObject, context: RepairContext): readonly string[] {
  const { type = '' } = from.attributes;
  const to: CatalogObject = { ...from, attributes: { type } };
  const attributes = Object.keys(from.attributes).filter((name) => name !== 'type');
  const altered = alter({ from, to, attributes, context });
  const resetDefault = from.attributes.default === undefined ? [] : [`${statementFor(from)} DROP DEFAULT;`];
  return typeof altered === 'object' ? [...resetDefault, ...altered] : resetDefault;
}

export const column: Repair<'column'> = { kind: 'column', create, drop, alter };
