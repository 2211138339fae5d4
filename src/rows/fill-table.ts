import type { Session } from '../database/session.js';
import { chooseValues, type RowRange } from './choose-values.js';
import { findConditions, groupSources } from './column-group.js';
import { countEdgeRows, planEdgeRows } from './edge-plan.js';
import { hasEdges, type EdgeRules } from './edge-rules.js';
import type { EdgesTried } from './filled-table.js';
import { insertEdgeRows } from './insert-edge-rows.js';
import { insertRows } from './insert-rows.js';
import type { ForeignKey, TableFacts } from './table-facts.js';
import { findSources, selfReferences, type KeyRow } from './value-source.js';

export interface FillOptions {
  readonly rows: RowRange;
  readonly sampleStart?: number | undefined;
  /** Rows that a foreign key can refer to. */
  readonly keysFor: (foreignKey: ForeignKey) => readonly KeyRow[];
  /** Columns that need an explicit value, because rows of other tables already refer to it. */
  readonly explicit: ReadonlySet<string>;
  readonly returning: readonly string[];
  /** Qualified names of constraints that only rows inserted later satisfy. */
  readonly postponed: readonly string[];
  /** Statements that run after the insert, and can fail, too. */
  readonly afterwards: string;
  readonly edges: EdgeRules;
}

/** The inserted rows, as other tables refer to them, or the reason why there are none. */
export type FilledRows =
  | {
      readonly kind: 'inserted';
      readonly count: number;
      readonly keys: readonly KeyRow[];
      readonly edges: EdgesTried;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Fills one table whose parents have rows: a few plain rows, then rows with edge values. */
export async function fillTable(
  session: Session,
  table: TableFacts,
  options: FillOptions,
): Promise<FilledRows> {
  const conditions = findConditions(table);
  const explicit = new Set([...options.explicit, ...explicitColumns(table)]);
  const sources = findSources(table, { ...options, conditions, explicit });
  const groups = groupSources(sources, conditions);
  const { returning, rows, edges: rules } = options;
  const more = hasEdges(rules) ? countEdgeRows(table, groups, rules) : 0;
  const chosen = await chooseValues(session, { table, groups, rows, more });
  const afterwards = checkNow(table, options.postponed) + options.afterwards;
  const plain = await insertRows(session, {
    table,
    choices: chosen.rows,
    count: rows.count,
    returning,
    afterwards,
  });
  if (plain.kind === 'refused') return plain;
  if (more === 0) return { ...plain, edges: { tried: [], refused: [] } };
  const plan = await planEdgeRows(session, { table, groups, rules, chosen });
  const { first } = plain;
  const { count, keys, edges } = await insertEdgeRows(session, { table, plan, first, returning, afterwards });
  // No other row refers to the last one.
  return { kind: 'inserted', count: plain.count + count, keys: [...plain.keys, ...keys.slice(0, -1)], edges };
}

/**
 * References between rows of the table, and the bounds of a partition, require values that are known before
 * the insert.
 */
function explicitColumns(table: TableFacts): readonly string[] {
  const bounds = table.conditions.filter(({ name }) => name === table.name);
  return [
    ...selfReferences(table).flatMap(({ parentColumns }) => parentColumns),
    ...bounds.flatMap(({ columns }) => columns),
  ];
}

/** Checks at once what would otherwise fail at the end of the transaction. */
function checkNow({ deferred }: TableFacts, postponed: readonly string[]): string {
  const names = deferred.filter((name) => !postponed.includes(name)).join();
  return names && `SET CONSTRAINTS ${names} IMMEDIATE; SET CONSTRAINTS ${names} DEFERRED; `;
}
