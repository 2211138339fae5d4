import { definesColumns } from '../../model/kind-traits.js';
import { keyOf, type ObjectKey, type Snapshot } from '../../model/object.js';
import { columnName } from '../../model/relation-name.js';
import { isInherited, type Rename, type RenamedPair } from '../../kind/rename.js';

/**
 * A column that a table inherits, or gets from its type, is renamed together with that of the parent or type.
 */
export function renameColumn({ from, to, after }: RenamedPair): Rename | undefined {
  const table = to.parent;
  if (!table || !definesColumns(table) || from.parent?.name !== table.name) return undefined;
  const [is, was] = [columnName(from), columnName(to)];
  return {
    statements:
      isInherited(from) || isOfType(table, after)
        ? []
        : [`ALTER TABLE ${table.name} RENAME COLUMN ${is} TO ${was};`],
    changes: [
      { from: from.name, to: to.name },
      { from: is, to: was, within: table.name },
    ],
  };
}

function isOfType(table: ObjectKey, after: Snapshot): boolean {
  return after.get(keyOf(table))?.attributes['of type'] !== undefined;
}
