import { quoteLiteral } from '../database/quote.js';
import { withoutDomains, type ValueType } from './value-type.js';

/** Value of a column in a row. */
export type Cell =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'default' };

/** Values of a row, by column. */
export type Assignment = ReadonlyMap<string, Cell>;

export const nullCell: Cell = { kind: 'null' };
export const defaultCell: Cell = { kind: 'default' };

export function valueCell(text: string | null): Cell {
  return text === null ? nullCell : { kind: 'value', text };
}

/** A value as SQL; parsing `money` depends on `lc_monetary`, while a conversion from numeric does not. */
export function literalOf(type: ValueType, text: string): string {
  const base = withoutDomains(type);
  const isMoney = base.kind === 'base' && base.name === 'money';
  return isMoney ? `${quoteLiteral(text)}::pg_catalog.numeric::pg_catalog.money` : quoteLiteral(text);
}
