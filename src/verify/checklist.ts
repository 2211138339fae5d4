import { subject, type Difference } from '../catalog/model/diff.js';
import { definesColumns } from '../catalog/model/kind-traits.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from '../catalog/model/object.js';
import { localName } from '../catalog/model/qualified-name.js';
import { parseTypeDefinition } from '../catalog/model/type-definition.js';
import { categoryOf, inOrderOfCategories, type Category } from './category.js';
import type { Comparable } from '../compare/comparable.js';
import { changeOf, type Comparison } from './compare.js';
import type { Change } from './finding.js';

/** The result for one object; `ignored` where it differs, but a rule ignores the difference. */
export type ItemStatus = 'found' | Change | 'ignored';

export interface ChecklistItem {
  readonly kind: Kind;
  /** Its name in the catalog, and the part of it that is unique within its table. */
  readonly name: string;
  readonly label: string;
  readonly status: ItemStatus;
}

/** Objects of one category, in the order of their table's columns or of their names. */
export interface ChecklistGroup {
  readonly category: Category;
  readonly items: readonly ChecklistItem[];
}

export interface EnumItem extends ChecklistItem {
  /** The expected labels, in order. */
  readonly values: readonly string[];
}

/** An expected table with its parts, expected or extra. */
export interface TableChecklist extends ChecklistItem {
  /** Enum types of its columns. */
  readonly enums: readonly EnumItem[];
  readonly groups: readonly ChecklistGroup[];
}

export interface Checklist {
  readonly tables: readonly TableChecklist[];
  readonly enums: readonly EnumItem[];
  /** All other expected objects, which belong to no table. */
  readonly others: readonly ChecklistGroup[];
}

/** Lists all expected objects with the result for each. */
export function makeChecklist(
  { expected, actual }: Comparable,
  comparison: Pick<Comparison, 'differences' | 'ignoredDifferences'>,
): Checklist {
  const statusOf = statusFinder(comparison);
  const parts = partsByTable({ expected, actual });
  const objects = [...expected.values()];
  const enums = new Map(
    objects.filter(isEnum).map((object) => [object.name, enumItem(object, statusOf(object))]),
  );
  const tables = objects.filter(definesColumns);
  return {
    tables: tables.map((table) => {
      const own = parts.get(keyOf(table)) ?? [];
      return {
        ...itemOf(table, statusOf(table)),
        enums: enumsOf(own, enums),
        groups: groupsOf(inOrderOf(table, own), { statusOf, within: table.name }),
      };
    }),
    enums: [...enums.values()],
    others: groupsOf(
      objects.filter((one) => !isEnum(one) && !tableOf(one, expected)),
      { statusOf, within: undefined },
    ),
  };
}

type StatusOf = (object: CatalogObject) => ItemStatus;

function statusFinder({
  differences,
  ignoredDifferences,
}: Pick<Comparison, 'differences' | 'ignoredDifferences'>): StatusOf {
  const statuses = new Map(
    differences.map((difference: Difference): [string, ItemStatus] => [
      keyOf(subject(difference)),
      ignoredDifferences.has(difference) ? 'ignored' : changeOf(difference),
    ]),
  );
  return (object) => statuses.get(keyOf(object)) ?? 'found';
}

function itemOf({ kind, name }: CatalogObject, status: ItemStatus): ChecklistItem {
  return { kind, name, label: name, status };
}

function isEnum({ kind, attributes }: CatalogObject): boolean {
  return kind === 'type' && String(attributes.definition).startsWith('enum');
}

function enumItem(object: CatalogObject, status: ItemStatus): EnumItem {
  const { parts } = parseTypeDefinition(String(object.attributes.definition));
  return { ...itemOf(object, status), values: parts };
}

/** A column may also hold an array of the enum's values. */
function enumsOf(own: readonly CatalogObject[], enums: ReadonlyMap<string, EnumItem>): readonly EnumItem[] {
  const types = own
    .filter(({ kind }) => kind === 'column')
    .map(({ attributes }) => String(attributes.type).replace(/(\[\])+$/, ''));
  return [...new Set(types)].flatMap((type) => enums.get(type) ?? []);
}

/** Groups the parts of the tables on both sides by the table's key. */
function partsByTable({
  expected,
  actual,
}: Pick<Comparable, 'expected' | 'actual'>): ReadonlyMap<string, readonly CatalogObject[]> {
  const parts = new Map<string, CatalogObject[]>();
  const extras = [...actual].filter(([key]) => !expected.has(key)).map(([, object]) => object);
  const all = [
    ...[...expected.values()].map((object) => ({ object, snapshot: expected })),
    ...extras.map((object) => ({ object, snapshot: actual })),
  ];
  for (const { object, snapshot } of all) {
    const table = tableOf(object, snapshot);
    if (!table || table === object) continue;
    const key = keyOf(table);
    const siblings = parts.get(key);
    if (siblings) siblings.push(object);
    else parts.set(key, [object]);
  }
  return parts;
}

/** Returns the table itself, or the one that an object belongs to through its column, constraint or index. */
function tableOf(object: CatalogObject, snapshot: Snapshot): CatalogObject | undefined {
  if (definesColumns(object)) return object;
  const parent = object.parent && snapshot.get(keyOf(object.parent));
  return parent && tableOf(parent, snapshot);
}

function inOrderOf({ order = [] }: CatalogObject, own: readonly CatalogObject[]): readonly CatalogObject[] {
  const places = new Map(order.map((name, index) => [name, index]));
  const locationOf = ({ kind, name }: CatalogObject): number =>
    kind === 'column' ? (places.get(localName(name)) ?? order.length) : 0;
  return [...own].sort((a, b) => locationOf(a) - locationOf(b));
}

function groupsOf(
  objects: readonly CatalogObject[],
  { statusOf, within }: { readonly statusOf: StatusOf; readonly within: string | undefined },
): readonly ChecklistGroup[] {
  const groups = new Map<Category, ChecklistItem[]>();
  for (const object of objects) {
    const category = categoryOf(object);
    const item = { ...itemOf(object, statusOf(object)), label: labelWithin(object, within) };
    const items = groups.get(category);
    if (items) items.push(item);
    else groups.set(category, [item]);
  }
  return inOrderOfCategories([...groups].map(([category, items]) => ({ category, items })));
}

/** `email` of `public.users.email`, `users_pkey` of `users_pkey on public.users`. */
function labelWithin({ name }: CatalogObject, table: string | undefined): string {
  if (table === undefined) return name;
  if (name.endsWith(` on ${table}`)) return name.slice(0, -` on ${table}`.length);
  const schema = table.slice(0, -localName(table).length);
  const known = [`${table}.`, schema].find((prefix) => name.startsWith(prefix)) ?? '';
  return name.slice(known.length);
}
