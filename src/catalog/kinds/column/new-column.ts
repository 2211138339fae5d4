import { columnClause } from './column-clause.js';
import { childrenIn } from '../../model/children.js';
import { type CatalogObject, keyOf } from '../../model/object.js';
import { changePrivileges } from '../../model/privileges.js';
import { columnName, parentName } from '../../model/relation-name.js';
import { isSameValue } from '../../model/same-attribute.js';
import type { RepairContext } from '../../kind/repair.js';
import { withoutDefault } from './column-expression.js';
import { identitySettings } from './identity-sequence.js';
import { grantOnNew } from '../statements/new-privileges.js';
import { ownershipOf, privilegesOf } from '../statements/owner-and-privileges.js';
import { changeParameters, withForeignOptions } from '../statements/storage-parameters.js';

/** A column with its name, as in CREATE TABLE and ADD COLUMN. */
export function namedColumn(whole: CatalogObject, context: RepairContext): string {
  const column = context.isSetLate(whole) ? withoutDefault(whole) : whole;
  const clause = columnClause(withoutNamedNotNull(column, context), { identity: identityWords(column) });
  const options = withForeignOptions(column.attributes['foreign options']);
  const [type = '', ...rest] = splitType(clause, column);
  return `${columnName(column)} ${type}${options}${rest.join('')}`;
}

/** Splits the clause where foreign options belong: between the type and the constraints. */
function splitType(clause: string, { attributes }: CatalogObject): readonly string[] {
  const type = String(attributes.type);
  return [type, clause.slice(type.length)];
}

/** A NOT NULL with a name of its own (PostgreSQL 18) is added as a constraint. */
function withoutNamedNotNull(column: CatalogObject, context: RepairContext): CatalogObject {
  const { parent } = column;
  const table = parent && context.find(parent);
  if (!table || column.attributes['not null'] === undefined) return column;
  const isNamed = context
    .children(table)
    .some(
      ({ kind, attributes: { definition } }) =>
        kind === 'constraint' &&
        /^NOT NULL (.*?)(?: NO INHERIT)?(?: NOT VALID)?$/.exec(String(definition))?.[1] ===
          columnName(column),
    );
  return isNamed ? { ...column, attributes: omit(column.attributes, 'not null') } : column;
}

function omit(attributes: CatalogObject['attributes'], name: string): CatalogObject['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
}

/**
 * Includes the name of the sequence and all options, which a description leaves out. Partitions have the
 * identity of their table.
 */
export function identityWords({ attributes }: CatalogObject): string {
  if (attributes.identity === undefined || attributes['identity sequence'] === undefined) return '';
  const options = [attributes['identity options'] ?? []].flat();
  const sequence = [`SEQUENCE NAME ${String(attributes['identity sequence'])}`, ...options].join(' ');
  return `GENERATED ${String(attributes.identity).toUpperCase()} AS IDENTITY (${sequence})`;
}

/** Settings that a column clause cannot contain: storage, statistics, options, privileges. */
export function columnSettings(column: CatalogObject, context: RepairContext): readonly string[] {
  const { storage, compression, options } = column.attributes;
  const target = column.attributes['statistics target'];
  const statement = `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
  return [
    ...(storage === undefined ? [] : [`${statement} SET STORAGE ${String(storage).toUpperCase()};`]),
    ...(compression === undefined ? [] : [`${statement} SET COMPRESSION ${String(compression)};`]),
    ...(target === undefined ? [] : [`${statement} SET STATISTICS ${String(target)};`]),
    ...changeParameters({ statement, from: undefined, to: options }),
    ...identitySettings(column),
    ...columnGrants({ from: undefined, to: column, context }),
    ...sequenceGrants({ from: undefined, to: column, context }),
  ];
}

export interface ColumnGrants {
  readonly from: CatalogObject | undefined;
  readonly to: CatalogObject;
  readonly context: RepairContext;
}

export function columnGrants({ from, to, context }: ColumnGrants): readonly string[] {
  return changePrivileges({
    acl: 'c',
    on: `TABLE ${parentName(to)}`,
    column: columnName(to),
    from: { owner: formerOwner(to, context), ...privilegesOf(from?.attributes.privileges) },
    to: { owner: ownerOf(to, context), ...privilegesOf(to.attributes.privileges) },
  });
}

/** A new owner of a table takes over the privileges of the former one on its columns as well. */
export function grantsOfNewOwner({ to: table, context }: Pick<ColumnGrants, 'to' | 'context'>) {
  return childrenIn(context.now, table).flatMap((from) => {
    const to = from.kind === 'column' ? context.wanted.get(keyOf(from)) : undefined;
    if (!to || context.isDropped(from)) return [];
    const same = (name: string) => isSameValue(from.attributes[name], to.attributes[name]);
    return [
      ...(same('privileges') ? columnGrants({ from, to, context }) : []),
      ...(same('identity privileges') && same('identity sequence')
        ? sequenceGrants({ from, to, context })
        : []),
    ];
  });
}

/** Privileges on the sequence of an identity column. */
export function sequenceGrants({ from, to, context }: ColumnGrants): readonly string[] {
  const sequence = to.attributes['identity sequence'];
  if (sequence === undefined) return [];
  const owner = ownerOf(to, context);
  const [name, on] = [String(sequence), `SEQUENCE ${String(sequence)}`];
  const wanted = { owner, ...privilegesOf(to.attributes['identity privileges']) };
  if (!from) return grantOnNew({ acl: 's', on, name, to: wanted }, context);
  const had = { owner: formerOwner(to, context), ...privilegesOf(from.attributes['identity privileges']) };
  return changePrivileges({ acl: 's', on, from: had, to: wanted });
}

function formerOwner(column: CatalogObject, context: RepairContext): string {
  const relation = column.parent && context.now.get(keyOf(column.parent));
  return relation ? ownershipOf(relation).owner : ownerOf(column, context);
}

function ownerOf({ parent }: CatalogObject, context: RepairContext): string {
  const relation = parent && context.find(parent);
  return relation ? ownershipOf(relation).owner : 'CURRENT_USER';
}
