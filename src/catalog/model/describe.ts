import type { Difference } from './diff.js';
import type { AttributeValue, CatalogObject, Snapshot } from './object.js';
import { childrenIn } from './children.js';
import { isColumn, traitsOf, type Heading } from './kind-traits.js';
import { columnName } from './relation-name.js';

/** Descriptions of an object before and after a change; `null` where it does not exist. */
export interface ChangeDescription {
  readonly before: string | null;
  readonly after: string | null;
}

/** The catalog before and after the change that differences come from. */
export interface Snapshots {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

const ownerAndPrivileges = new Set(['owner', 'privileges']);

/**
 * Describes an object in one line of text: its definition first, then what differs from the default. Owner
 * and privileges are left out, since every object has them, unless nothing else of the object is read.
 */
export function describeObject(object: CatalogObject, snapshot?: Snapshot): string {
  const { head, reported } = headOf(object, snapshot);
  const rest = Object.entries(object.attributes)
    .filter(
      ([name]) => !reported.has(name) && (!ownerAndPrivileges.has(name) || isAllThatIsRead(object, name)),
    )
    .map(([name, value]) => describeAttribute(name, value));
  return [...(head === '' ? [] : [head]), ...rest].join(', ') || object.kind;
}

/** Describes both sides of a difference; includes owner and privileges where they differ. */
export function describeChange(difference: Difference, snapshots?: Snapshots): ChangeDescription {
  const { before, after } = difference;
  return {
    before: before ? describeSide(before, { difference, snapshot: snapshots?.before }) : null,
    after: after ? describeSide(after, { difference, snapshot: snapshots?.after }) : null,
  };
}

/** Members of extensions and built-in objects are nearly always reported because of their privileges. */
function isAllThatIsRead({ attributes }: CatalogObject, name: string): boolean {
  return name === 'privileges' && attributes['part of'] !== undefined;
}

interface Side {
  readonly difference: Difference;
  readonly snapshot: Snapshot | undefined;
}

function describeSide(object: CatalogObject, { difference, snapshot }: Side): string {
  if (difference.change === 'reordered') return `columns (${(object.order ?? []).join(', ')})`;
  const text = describeObject(object, snapshot);
  if (difference.change !== 'changed') return text;
  const { attributes, before, after } = difference;
  const other = object === before ? after : before;
  const ownersAndPrivileges = [
    ...(attributes.includes('owner') ? [`owner ${String(object.attributes.owner ?? 'none')}`] : []),
    ...(attributes.includes('privileges') ? [describePrivileges(object, other)] : []),
  ];
  return [text, ...ownersAndPrivileges].join(', ');
}

/** Lists only the entries that the other side does not have. */
function describePrivileges({ attributes }: CatalogObject, other: CatalogObject): string {
  const own = attributes.privileges;
  if (typeof own !== 'object') return 'privileges (default)';
  const known = new Set(other.attributes.privileges);
  const ofOwner = ` TO ${String(attributes.owner ?? '')}`;
  const more = own.filter((entry) => !known.has(entry) && (known.size > 0 || !entry.endsWith(ofOwner)));
  return `privileges (${more.join(', ')})`;
}

function headOf(object: CatalogObject, snapshot: Snapshot | undefined): Heading {
  const { kind, attributes } = object;
  if (attributes.definition !== undefined) {
    return { head: String(attributes.definition), reported: new Set(['definition']) };
  }
  const { heading } = traitsOf(kind);
  if (heading) return heading(object);
  const head = object.order ? `${kind} (${describeColumns(object, snapshot)})` : '';
  return { head, reported: new Set() };
}

function describeColumns(object: CatalogObject, snapshot: Snapshot | undefined): string {
  const columns = new Map(
    (snapshot ? childrenIn(snapshot, object) : [])
      .filter(isColumn)
      .map((column) => [columnName(column), headOf(column, snapshot).head]),
  );
  return (object.order ?? []).map((name) => [name, columns.get(name) ?? []].flat().join(' ')).join(', ');
}

function describeAttribute(name: string, value: AttributeValue): string {
  if (value === 'yes') return name;
  return typeof value === 'string' ? `${name} ${value}` : `${name} (${value.join(', ')})`;
}
