import { withAttribute } from '../../model/attribute.js';
import { type CatalogObject, keyOf } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import {
  type AlterChange,
  cannot,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { dropDefaults, restoreDefaults, setDefault, setOwnDefault } from './column-default.js';
import {
  afterNewType,
  afterParents,
  parentColumnsThatAdd,
  isDroppedWithParent,
  isKeptBelow,
  keepsInheritance,
  leftBelow,
  localBelow,
  recreatedBelow,
} from './column-family.js';
import { dropColumnNotNull, setColumnNotNull, setOwnNotNull } from './column-not-null.js';
import { expression } from './column-expression.js';
import { alterStorage } from './column-storage.js';
import { alterIdentity } from './identity.js';
import { columnGrants, columnSettings, namedColumn, sequenceGrants } from './new-column.js';
import { renameColumn } from './rename.js';
import { tableIn } from '../statements/family.js';
import { isForeignPart } from '../statements/owner-and-privileges.js';
import { changeForeignOptions, changeParameters } from '../statements/storage-parameters.js';
import { isOnlyInherited, staysLocal } from '../table/inheritance.js';

const isOfView = ({ parent }: CatalogObject): boolean => parent?.kind.endsWith('view') === true;

function statementFor(column: CatalogObject): string {
  return `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
}

/** ALTER TYPE … CASCADE changes the columns of typed tables. */
function followsType(column: CatalogObject, { now, wanted }: RepairContext): boolean {
  const type = tableIn(wanted, parentName(column))?.attributes['of type'];
  return type !== undefined && tableIn(now, parentName(column))?.attributes['of type'] === type;
}

/** Of relations that belong to extensions or are built in, only privileges on columns are compared. */
function isOfPart(column: CatalogObject, { now, wanted }: RepairContext): boolean {
  const { parent } = column;
  const relation = parent && (wanted.get(keyOf(parent)) ?? now.get(keyOf(parent)));
  return relation === undefined || isForeignPart(relation);
}

/** In a new table, the statement of the table creates the column. */
function create(column: CatalogObject, context: RepairContext): RepairStatements {
  const { parent } = column;
  if (isOfPart(column, context)) return columnGrants({ from: undefined, to: column, context });
  if (isOfView(column)) {
    const value = column.attributes.default === undefined ? [] : setDefault(column, context);
    return [...value, ...columnSettings(column, context)];
  }
  if (parent && context.isCreated(parent)) return settingsInNewTable(column, context);
  if (followsType(column, context) || parentColumnsThatAdd(column, context).length > 0) return [];
  const statements = [
    ...localBelow(column, context).map((below) => addColumn(below, context)),
    ...noteOnOrder(column, context),
    ...addFilledColumn(column, context),
    ...columnSettings(column, context),
  ];
  return isOnlyInherited(column) ? cannot(staysLocal, statements) : statements;
}

/** Adds a column that must not be null and has no default: existing rows have no value for it. */
function addFilledColumn(column: CatalogObject, context: RepairContext): readonly string[] {
  if (hasValues(column)) return [addColumn(column, context)];
  const { 'not null': isNotNull, ...attributes } = column.attributes;
  const nullable = addColumn({ ...column, attributes }, context);
  const isNamed = addColumn(column, context) === nullable;
  return [
    nullable,
    `-- Existing rows have no value in ${column.name}: set it before the next statement, which fails otherwise.`,
    ...(isNamed || isNotNull === undefined ? [] : [`${statementFor(column)} SET NOT NULL;`]),
  ];
}

function hasValues({ parent, attributes }: CatalogObject): boolean {
  const isFilled = ['default', 'generated', 'identity'].some((name) => attributes[name] !== undefined);
  return isFilled || attributes['not null'] === undefined || parent?.kind !== 'table';
}

function addColumn(column: CatalogObject, context: RepairContext): string {
  return `ALTER TABLE ${parentName(column)} ADD COLUMN ${namedColumn(column, context)};`;
}

/** A partition is created with all of its columns, a table with INHERITS without those of its parents. */
function settingsInNewTable(column: CatalogObject, context: RepairContext): readonly string[] {
  const inherits = tableIn(context.wanted, parentName(column))?.attributes.inherits !== undefined;
  return [
    ...(inherits && isOnlyInherited(column)
      ? [...setOwnDefault(column, context), ...setOwnNotNull(column, context)]
      : []),
    ...columnSettings(column, context),
  ];
}

/** Sets what differs from the parents or the type that an added column comes from. */
function finish(column: CatalogObject, context: RepairContext): readonly string[] {
  const { parent } = column;
  if (isOfView(column) || isOfPart(column, context) || (parent && context.isCreated(parent))) return [];
  const follows = followsType(column, context);
  if (!follows && parentColumnsThatAdd(column, context).length === 0) return [];
  const own = follows
    ? column.attributes.default === undefined
      ? []
      : setDefault(column, context)
    : setOwnDefault(column, context);
  return [...own, ...setOwnNotNull(column, context), ...columnSettings(column, context)];
}

/** PostgreSQL adds columns only at the end. */
function noteOnOrder(column: CatalogObject, { find, isCreated }: RepairContext): readonly string[] {
  const table = parentName(column);
  const order = (column.parent && find(column.parent)?.order) ?? [];
  const following = order.slice(order.indexOf(columnName(column)) + 1);
  if (following.every((name) => isCreated({ kind: 'column', name: `${table}.${name}` }))) return [];
  return [`-- ${columnName(column)} becomes the last column; only rebuilding the table restores the order.`];
}

function alter(change: AlterChange): RepairStatements | undefined {
  const statements = alterColumn({ ...change, from: afterParents(change) });
  if (statements === undefined || keepsInheritance(change)) return statements;
  return cannot(staysLocal, statements);
}

function alterColumn({ from, to, context }: AlterChange): readonly string[] | undefined {
  const differing = differingNames(from, to);
  const has = (name: string): boolean => differing.includes(name);
  const change = { from, to, context, attributes: differing };
  const expression = alterExpression(change);
  if (expression === undefined) return undefined;
  const isNewType = (has('type') || has('collation')) && !followsType(to, context);
  const typed = isNewType ? { ...from, attributes: afterNewType(from.attributes, to) } : from;
  const statement = statementFor(to);
  return [
    ...(isNewType ? alterType(change) : []),
    ...expression,
    ...(!isNewType && has('default') && !has('generated') ? setDefault(to, context) : []),
    ...(has('not null') && to.attributes['not null'] === undefined ? dropColumnNotNull(to, context) : []),
    ...alterIdentity(change),
    ...(has('not null') && to.attributes['not null'] !== undefined ? setColumnNotNull(to, context) : []),
    ...alterStorage({ from: typed, to, context }),
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

function differingNames(from: CatalogObject, to: CatalogObject): readonly string[] {
  const names = new Set([...Object.keys(from.attributes), ...Object.keys(to.attributes)]);
  return [...names].filter(
    (name) => JSON.stringify(from.attributes[name]) !== JSON.stringify(to.attributes[name]),
  );
}

function alterType({ from, to, attributes, context }: AlterChange): readonly string[] {
  const { type, collation } = to.attributes;
  const hasRows = to.parent?.kind !== 'foreign table';
  const isConverted = attributes.includes('type') && hasRows && !isAssigned(from, to);
  const using = isConverted ? ` USING ${conversion(from, to)}` : '';
  return [
    ...dropDefaults(from, context),
    `${statementFor(to)} TYPE ${String(type)}${collation === undefined ? '' : ` COLLATE ${String(collation)}`}${using};`,
    ...restoreDefaults(to, context),
  ];
}

/** Types that PostgreSQL converts by built-in casts, without their modifiers (`pg_cast`). */
const convertible: readonly RegExp[] = [
  /^(?:smallint|integer|bigint|numeric|real|double precision)\b/u,
  /^(?:integer|boolean)$/u,
  /^(?:date|timestamp)\b/u,
  /^(?:time|interval)\b/u,
  /^(?:jsonb?)$/u,
  /^(?:cidr|inet)$/u,
  /^(?:bit|bit varying)\b/u,
];

const texts = /^(?:text|character|character varying|name)\b(?!.*\[\])/u;

/**
 * Whether PostgreSQL converts the values without `USING`. An explicit cast to a shorter type cuts texts, while an
 * assignment fails on them (manual, 8.3).
 */
function isAssigned(from: CatalogObject, to: CatalogObject): boolean {
  const [was, is] = [String(from.attributes.type), String(to.attributes.type)];
  return withoutModifiers(was) === withoutModifiers(is) || (texts.test(was) && texts.test(is));
}

function withoutModifiers(type: string): string {
  return type.replace(/\(.*?\)/u, '');
}

/** Types without a direct conversion are converted by way of text. */
function conversion(from: CatalogObject, to: CatalogObject): string {
  const [was, is] = [String(from.attributes.type), String(to.attributes.type)];
  const isDirect =
    [was, is].some((type) => texts.test(type)) ||
    convertible.some((group) => group.test(was) && group.test(is) && !`${was}${is}`.includes('[]'));
  return isDirect ? `${columnName(to)}::${is}` : `${columnName(to)}::pg_catalog.text::${is}`;
}

/**
 * Changes the generation of a column, or replaces it by a default; `undefined` where the column must be
 * recreated.
 */
function alterExpression({ from, to, attributes, context }: AlterChange): readonly string[] | undefined {
  if (!attributes.includes('generated') && !attributes.includes('generated kind')) return [];
  const statement = statementFor(to);
  const { generated, default: value } = to.attributes;
  const kindStays = !attributes.includes('generated kind');
  if (generated === undefined && from.attributes['generated kind'] === 'stored') {
    return [`${statement} DROP EXPRESSION;`, ...(value === undefined ? [] : setDefault(to, context))];
  }
  const canSet = kindStays && context.major >= 17;
  return canSet ? [`${statement} SET EXPRESSION AS (${String(generated)});`] : undefined;
}

/** A column of a view is read only where something was set on it. */
function drop(column: CatalogObject, context: RepairContext): readonly string[] {
  if (isOfPart(column, context))
    return columnGrants({ from: column, to: withoutPrivileges(column), context });
  if (isOfView(column)) return resetViewColumn(column, context);
  if (followsType(column, context) || isDroppedWithParent(column, context)) return [];
  return dropFrom(column, context);
}

function withoutPrivileges(column: CatalogObject): CatalogObject {
  return { ...column, attributes: withAttribute(column.attributes, 'privileges', undefined) };
}

function dropFrom(column: CatalogObject, context: RepairContext): readonly string[] {
  const isKept = isKeptBelow(column, context);
  const statement = `ALTER TABLE ${isKept ? 'ONLY ' : ''}${parentName(column)} DROP COLUMN ${columnName(column)};`;
  const below = leftBelow(column, isKept ? 'alone' : 'with those below', context);
  return [statement, ...below.flatMap((one) => dropFrom(one, context))];
}

function resetViewColumn(from: CatalogObject, context: RepairContext): readonly string[] {
  const { type = '' } = from.attributes;
  const to: CatalogObject = { ...from, attributes: { type } };
  return alterColumn({ from, to, attributes: [], context }) ?? [];
}

export const repair: Repair<'column'> = {
  kind: 'column',
  create,
  finish,
  drop,
  alter,
  alsoRecreated: recreatedBelow,
  rename: renameColumn,
  expression,
};
