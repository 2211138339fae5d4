import type { Condition, TableFacts } from './table-facts.js';
import { mentions } from './table-facts.js';
import type { ValueSource } from './value-source.js';
import { quoteIdentifier } from '../database/quote.js';

/** Columns whose values must be chosen together. */
export interface ColumnGroup {
  readonly sources: readonly ValueSource[];
  readonly conditions: readonly Condition[];
}

/**
 * Conditions of the table, of its domains, and on generated columns, with the columns that they depend on.
 */
export function findConditions(table: TableFacts): readonly Condition[] {
  return [
    ...table.conditions,
    ...table.columns.flatMap(({ name, type }) =>
      type.kind === 'domain' ? type.checks.map((check) => domainCondition(name, check)) : [],
    ),
  ].map((condition) => ({ ...condition, columns: withoutGenerated(table, condition.columns) }));
}

function domainCondition(column: string, check: string): Condition {
  const expression = `(SELECT (${check}) FROM (SELECT ${quoteIdentifier(column)} AS value) AS domain)`;
  return { name: column, expression, columns: [column] };
}

/** Replaces generated columns by those from which they are computed. */
function withoutGenerated(table: TableFacts, names: readonly string[]): readonly string[] {
  const all = names.flatMap((name) => {
    const generation = table.columns.find((column) => column.name === name)?.generation;
    if (!generation) return [name];
    return table.columns.filter((column) => mentions(generation, column.name)).map((column) => column.name);
  });
  return [...new Set(all)];
}

/**
 * Groups sources that share a column or a condition. A condition on a column without a source cannot be tried
 * beforehand and applies only to the insert.
 */
export function groupSources(
  sources: readonly ValueSource[],
  conditions: readonly Condition[],
): readonly ColumnGroup[] {
  const known = new Set(sources.flatMap(({ columns }) => columns));
  const usable = conditions.filter(
    ({ columns }) => columns.length > 0 && columns.every((name) => known.has(name)),
  );
  const links = [...sources.map(({ columns }) => columns), ...usable.map(({ columns }) => columns)];
  return findComponents(links).map((columns) => ({
    sources: sources.filter((source) => source.columns.some((name) => columns.has(name))),
    conditions: usable.filter((condition) => condition.columns.some((name) => columns.has(name))),
  }));
}

/** Sets of names that are linked, directly or indirectly. */
function findComponents(links: readonly (readonly string[])[]): readonly ReadonlySet<string>[] {
  let components: ReadonlySet<string>[] = [];
  for (const link of links) {
    const touched = components.filter((component) => link.some((name) => component.has(name)));
    const merged = new Set([...touched.flatMap((component) => [...component]), ...link]);
    components = [...components.filter((component) => !touched.includes(component)), merged];
  }
  return components;
}
