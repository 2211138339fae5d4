import { nullCell, type Assignment, type Cell } from './cell.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { canBeAbsent, isNullable, ownColumns, selfReferences } from './value-source.js';

export interface OwnRows {
  /** The first row of the table, unless this is the first one. */
  readonly first: Assignment | undefined;
  /** Columns that remain null where allowed. */
  readonly relaxed: ReadonlySet<string>;
}

/**
 * Completes a row that refers to rows of the same table. The first row has no reference, or one to itself
 * where it is required; the others refer to the first, or to themselves where the first belongs to another
 * tenant.
 */
export function completeSelfReferences(table: TableFacts, row: Assignment, own: OwnRows): Assignment {
  return selfReferences(table).reduce((completed, foreignKey) => {
    const names = ownColumns(foreignKey).filter((column) => !completed.has(column));
    const canBeNull = canBeAbsent(table, { ...foreignKey, columns: names });
    const staysNull = canBeNull && (!own.first || names.some((name) => own.relaxed.has(name)));
    const target = own.first && agrees(foreignKey, completed, own.first) ? own.first : completed;
    const cells = names.map((name): [string, Cell] => {
      const key = foreignKey.parentColumns[foreignKey.columns.indexOf(name)] ?? name;
      const known = target.get(key);
      const isNull = (staysNull && isNullable(table, name)) || known?.kind !== 'value';
      return [name, isNull ? nullCell : known];
    });
    return new Map([...completed, ...cells]);
  }, row);
}

/** Whether columns that refer to columns of the same name have equal values in both rows. */
function agrees({ columns, parentColumns }: ForeignKey, row: Assignment, target: Assignment): boolean {
  return columns.every((column, index) => {
    if (column !== parentColumns[index]) return true;
    const [here, there] = [row.get(column), target.get(column)];
    return here?.kind === 'value' && there?.kind === 'value' && here.text === there.text;
  });
}
