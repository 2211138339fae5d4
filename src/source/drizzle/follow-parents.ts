import { withAttribute } from '../../catalog/model/attribute.js';
import { childrenIn } from '../../catalog/model/children.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../../catalog/model/object.js';
import { columnName } from '../../catalog/model/relation-name.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';

/**
 * Drizzle describes a partitioned table as a plain one, and its partitions not at all: their columns follow those of
 * the table, as PostgreSQL lets them.
 */
export function followParents(wanted: Snapshot, present: Snapshot): Snapshot {
  const objects = new Map(wanted);
  const done = new Set<string>();
  const follow = (table: CatalogObject): void => {
    if (done.has(table.name)) return;
    done.add(table.name);
    for (const parent of parentsOf(table)) {
      const above = objects.get(keyOf({ kind: 'table', name: parent }));
      if (!above) continue;
      follow(above);
      followColumns({ table, parent: above, present, objects });
    }
  };
  for (const object of wanted.values()) if (object.kind === 'table') follow(object);
  return toSnapshot(objects.values());
}

function parentsOf({ attributes }: CatalogObject): readonly string[] {
  return [attributes['partition of'] ?? attributes.inherits ?? []].flat();
}

interface Following {
  readonly table: CatalogObject;
  readonly parent: CatalogObject;
  readonly present: Snapshot;
  readonly objects: Map<string, CatalogObject>;
}

function followColumns(following: Following): void {
  const { table, parent, present, objects } = following;
  for (const column of columnsIn(present, parent)) {
    const now = objects.get(keyOf(column));
    if (!now) dropColumn(column, following);
    else if (now !== column) alterColumn({ from: column, to: now }, following);
  }
  const order = objects.get(keyOf(parent))?.order ?? [];
  for (const name of order) {
    const column = objects.get(keyOf(ofTable(parent, name)));
    if (column && !objects.has(keyOf(ofTable(table, name)))) addColumn(column, following);
  }
}

function columnsIn(snapshot: Snapshot, table: ObjectKey): readonly CatalogObject[] {
  return childrenIn(snapshot, table).filter(({ kind }) => kind === 'column');
}

function ofTable(table: ObjectKey, column: string): ObjectKey {
  return { kind: 'column', name: `${table.name}.${column}` };
}

function dropColumn(column: CatalogObject, { table, objects }: Following): void {
  const own = objects.get(keyOf(ofTable(table, columnName(column))));
  if (own?.attributes.inheritance !== 'inherited') return;
  objects.delete(keyOf(own));
  setOrder(table, objects, (order) => order.filter((name) => name !== columnName(column)));
}

function addColumn(column: CatalogObject, { table, objects }: Following): void {
  const key = ofTable(table, columnName(column));
  const attributes = { ...column.attributes, inheritance: 'inherited' };
  objects.set(keyOf(key), { ...key, parent: { kind: 'table', name: table.name }, attributes });
  setOrder(table, objects, (order) => [...order, columnName(column)]);
}

interface ColumnChange {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
}

function alterColumn({ from, to }: ColumnChange, { table, objects }: Following): void {
  const own = objects.get(keyOf(ofTable(table, columnName(to))));
  if (!own) return;
  const changed = [...Object.keys(from.attributes), ...Object.keys(to.attributes)].filter(
    (name) => from.attributes[name] !== to.attributes[name],
  );
  const attributes = changed.reduce(
    (all, name) => withAttribute(all, name, to.attributes[name]),
    own.attributes,
  );
  objects.set(keyOf(own), { ...own, attributes });
}

function setOrder(
  table: CatalogObject,
  objects: Map<string, CatalogObject>,
  change: (order: readonly string[]) => readonly string[],
): void {
  const now = objects.get(keyOf(table)) ?? table;
  objects.set(keyOf(table), { ...now, order: change(now.order ?? []) });
}
