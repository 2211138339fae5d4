import type { AttributeValue, CatalogObject, Kind } from '../model/object.js';
import type { ReaderRow } from './reader.js';

/**
 * A row whose other columns are the object's attributes, under the same names; NULL is the default value and
 * is left out. `parent_kind` and `parent_name` are set together or not at all.
 */
export interface ObjectRow extends ReaderRow {
  readonly name: string;
  readonly parent_kind?: Kind | null;
  readonly parent_name?: string | null;
  /** Second object with which this one is dropped, such as the index of a partitioned table. */
  readonly owner_kind?: Kind | null;
  readonly owner_name?: string | null;
  readonly order?: readonly string[] | null;
}

const structural = new Set([
  'root',
  'name',
  'parent_kind',
  'parent_name',
  'owner_kind',
  'owner_name',
  'order',
]);

/** Returns the `toObject` of a reader whose query returns the columns of `ObjectRow`. */
export function objectFrom<K extends Kind>(
  kind: K,
): (row: ObjectRow) => CatalogObject & { readonly kind: K } {
  return (row) => ({
    kind,
    name: row.name,
    ...(row.parent_kind && row.parent_name
      ? { parent: { kind: row.parent_kind, name: row.parent_name } }
      : {}),
    ...(row.owner_kind && row.owner_name
      ? { cascadesFrom: { kind: row.owner_kind, name: row.owner_name } }
      : {}),
    attributes: attributesOf(row),
    ...(row.order ? { order: row.order } : {}),
  });
}

function attributesOf(row: ObjectRow): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(row) as [string, AttributeValue | null][]) {
    if (value !== null && !structural.has(name)) attributes[name] = value;
  }
  return attributes;
}
