import { quoteIdentifier } from '../database/quote.js';
import { printed } from '../database/text-conversion.js';
import type { KeptTable, NamedTwice } from './kept-entry.js';

/** The value of a column of the kept table `k`, as its type prints it. */
export function keptText({ columns }: Pick<KeptTable, 'columns'>, name: string): string {
  const column = `k.${quoteIdentifier(name)}`;
  return columns.find((one) => one.name === name)?.form === 'text' ? column : printed(column);
}

/** Condition that the row of the table `t` has the key of the kept row `k`. */
export function sameKey(table: Pick<KeptTable, 'columns'>, key: readonly NamedTwice[]): string {
  return key
    .map(({ before, after }) => `${keptText(table, before)} = ${printed(`t.${quoteIdentifier(after)}`)}`)
    .join(' AND ');
}

/** The present values of the table `t`, as their types print them. */
export function presentTexts(values: readonly NamedTwice[]): string {
  return textArray(values.map(({ after }) => printed(`t.${quoteIdentifier(after)}`)));
}

export function keptTexts(table: Pick<KeptTable, 'columns'>, values: readonly NamedTwice[]): string {
  return textArray(values.map(({ before }) => keptText(table, before)));
}

export function textArray(items: readonly string[]): string {
  return `ARRAY[${items.join(', ')}]::pg_catalog.text[]`;
}
