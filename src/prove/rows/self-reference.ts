import { nullCell, type Assignment, type Cell } from './cell.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { canBeAbsent, isNullable, ownColumns, selfReferences } from './value-source.js';

/**
 * Completes rows that refer to rows of the same table: the first row refers to nothing, or to
 * itself where it must; the others refer to the first.
 */
export function completeSelfReferences(
  table: TableFacts,
  row: Assignment,
  firstRow: Assignment | undefined,
): Assignment {
  return selfReferences(table).reduce(
    (completed, foreignKey) => complete({ table, foreignKey, row: completed, target: firstRow }),
    row,
  );
}

interface Reference {
  readonly table: TableFacts;
  readonly foreignKey: ForeignKey;
  readonly row: Assignment;
  readonly target: Assignment | undefined;
}

function complete({ table, foreignKey, row, target }: Reference): Assignment {
  const own = ownColumns(foreignKey).filter((column) => !row.has(column));
  const nullable = own.filter((name) => isNullable(table, name));
  const canBeNull = canBeAbsent(table, { ...foreignKey, columns: own });
  const referred = target && agrees(foreignKey, row, target) ? target : canBeNull ? undefined : row;
  const cells = own.map((name): [string, Cell] => {
    const parentColumn = foreignKey.parentColumns[foreignKey.columns.indexOf(name)] ?? name;
    const known = (referred ?? row).get(parentColumn);
    const isNull = (!referred && nullable.includes(name)) || known?.kind !== 'value';
    return [name, isNull ? nullCell : known];
  });
  return new Map([...row, ...cells]);
}

/** Whether the columns that refer to themselves are the same in both rows. */
function agrees({ columns, parentColumns }: ForeignKey, row: Assignment, target: Assignment): boolean {
  return columns.every((column, index) => {
    if (column !== parentColumns[index]) return true;
    const [here, there] = [row.get(column), target.get(column)];
    return here?.kind === 'value' && there?.kind === 'value' && here.text === there.text;
  });
}
