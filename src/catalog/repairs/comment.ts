import { quoteLiteral } from '../../database/quote.js';
import { requiredText } from '../attribute.js';
import type { CatalogObject } from '../object.js';
import type { Repair } from '../repair.js';
import { remarkStatement } from './remark.js';

export const comment: Repair<'comment'> = {
  kind: 'comment',
  create: (object) => [commentOn(object)],
  drop: ({ name }) => [remarkStatement({ statement: 'COMMENT', on: name, text: 'NULL' })],
  alter: ({ to }) => [commentOn(to)],
};

export function commentOn(object: CatalogObject): string {
  const text = quoteLiteral(requiredText(object, 'text'));
  return remarkStatement({ statement: 'COMMENT', on: object.name, text });
}
