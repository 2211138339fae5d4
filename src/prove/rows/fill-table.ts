import type { Session } from '../../database/session.js';
import { chooseValues, type RowRange } from './choose-values.js';
import { findConditions, groupSources } from './column-group.js';
import { insertRows, type Inserted } from './insert-rows.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { findSources, selfReferences, type KeyRow } from './value-source.js';

export interface FillOptions {
  readonly rows: RowRange;
  /** The rows that a foreign key can refer to. */
  readonly keysFor: (foreignKey: ForeignKey) => readonly KeyRow[];
  /** Columns whose values others know already. */
  readonly explicit: ReadonlySet<string>;
  readonly returning: readonly string[];
  /** Qualified names of constraints that cannot hold yet: rows to come make them true. */
  readonly postponed: readonly string[];
  /** Statements that run after the insert, and can refuse it. */
  readonly afterwards: string;
}

/** Fills one table whose parents have rows. */
export async function fillTable(
  session: Session,
  table: TableFacts,
  options: FillOptions,
): Promise<Inserted> {
  const conditions = findConditions(table);
  const explicit = new Set([...options.explicit, ...explicitColumns(table)]);
  const sources = findSources(table, { ...options, conditions, explicit });
  const groups = groupSources(sources, conditions);
  const choices = await chooseValues(session, { table, groups, rows: options.rows });
  const { returning } = options;
  const afterwards = checkNow(table, options.postponed) + options.afterwards;
  return insertRows(session, { table, choices, count: options.rows.count, returning, afterwards });
}

/** Rows can refer to each other, and fit a partition, only by values known before. */
function explicitColumns(table: TableFacts): readonly string[] {
  const bounds = table.conditions.filter(({ name }) => name === table.name);
  return [
    ...selfReferences(table).flatMap(({ parentColumns }) => parentColumns),
    ...bounds.flatMap(({ columns }) => columns),
  ];
}

/** What is checked at the end of the transaction would otherwise fail there. */
function checkNow({ deferred }: TableFacts, postponed: readonly string[]): string {
  const names = deferred.filter((name) => !postponed.includes(name)).join();
  return names && `SET CONSTRAINTS ${names} IMMEDIATE; SET CONSTRAINTS ${names} DEFERRED; `;
}
