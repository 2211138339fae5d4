import type { CatalogObject, Kind } from '../../catalog/model/object.js';
import { isInexpressibleConstraint } from './expressible-constraint.js';
import { isInexpressibleIndex } from './expressible-index.js';

/**
 * Attributes that Drizzle has words for (drizzle-orm 0.45 and 1.0, `pg-core`); kinds that are not listed cannot be
 * described at all.
 */
export const expressibleAttributes: Partial<Record<Kind, readonly string[]>> = {
  role: [],
  schema: [],
  type: ['definition'],
  sequence: ['start', 'increment', 'minimum', 'maximum', 'cache', 'cycle'],
  table: ['row security'],
  column: ['type', 'not null', 'default', 'generated', 'identity', 'identity options', 'identity sequence'],
  constraint: ['definition'],
  index: ['definition'],
  view: ['definition', 'options'],
  'materialized view': ['definition', 'options', 'access method', 'tablespace'],
  policy: ['as', 'for', 'to', 'using', 'with check'],
};

/** Attributes of tables that are part of a tree, or of a type: Drizzle describes such a table as a plain one. */
const ofTrees = ['inherits', 'partition of', 'partition by', 'of type'];

/** Whether Drizzle has words for an object as it is, so that its absence from a Drizzle schema means something. */
export function isExpressible(object: CatalogObject): boolean {
  return isOfExpressibleKind(object) && !isSpecial(object);
}

/** Whether Drizzle can describe such an object, perhaps without all of its properties. */
export function isOfExpressibleKind(object: CatalogObject): boolean {
  const { kind, parent, attributes } = object;
  if (!expressibleAttributes[kind] || attributes['part of'] !== undefined) return false;
  if (kind === 'type') return String(attributes.definition).startsWith('enum');
  if (kind === 'index') return parent?.kind === 'table' || parent?.kind === 'constraint';
  return (kind !== 'column' && kind !== 'constraint') || parent?.kind === 'table';
}

function isSpecial(object: CatalogObject): boolean {
  const { kind, attributes } = object;
  const isPart = attributes['partition of'] !== undefined;
  if (kind === 'table') return ofTrees.some((name) => attributes[name] !== undefined);
  if (kind === 'constraint') return isPart || isInexpressibleConstraint(object);
  if (kind === 'index') return isPart || isInexpressibleIndex(object);
  // All databases of the server share roles: others may have created them.
  return kind === 'role';
}

/** What every database has, and what all databases of a server share. */
export function isUsual({ kind, name, attributes }: CatalogObject): boolean {
  if (shared.has(kind)) return true;
  return (kind === 'schema' && name === 'public') || attributes['part of'] !== undefined;
}

const shared: ReadonlySet<Kind> = new Set<Kind>([
  'role',
  'role membership',
  'tablespace',
  'database',
  'setting',
  'parameter privileges',
]);
