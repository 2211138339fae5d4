import { childrenIn } from '../../catalog/model/children.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../catalog/model/object.js';
import { substituteNames, type NameChange } from '../../catalog/model/substitute-names.js';

/**
 * Gives the sequences of serial columns the names that they have at present. Drizzle has no words for these names,
 * and a table that was renamed keeps the old ones.
 */
export function withPresentSerialNames(described: Snapshot, present: Snapshot): Snapshot {
  const changes = [...described.values()].flatMap((column): readonly NameChange[] => {
    const before = present.get(keyOf(column));
    const from = serialOf(column, described)?.name;
    const to = before && serialOf(before, present)?.name;
    return from !== undefined && to !== undefined && from !== to ? [{ from, to }] : [];
  });
  return substituteNames(described, changes);
}

/** The sequence of a serial column: the column owns it and takes its default from it. */
export function serialOf(column: CatalogObject, snapshot: Snapshot): CatalogObject | undefined {
  if (column.kind !== 'column') return undefined;
  return childrenIn(snapshot, column).find(
    ({ kind, name }) => kind === 'sequence' && column.attributes.default === nextValue(name),
  );
}

function nextValue(sequence: string): string {
  return `nextval('${sequence.replaceAll("'", "''")}'::regclass)`;
}
