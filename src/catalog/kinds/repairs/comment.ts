import { quoteLiteral } from '../../../database/quote.js';
import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { cannot, type Repair } from '../../kind/repair.js';
import { commentOrLabelStatement } from './remark.js';

export const comment: Repair<'comment'> = {
  kind: 'comment',
  create: (object) => [commentOn(object)],
  drop: ({ name, attributes }) =>
    attributes.replaces === undefined
      ? [commentOrLabelStatement({ statement: 'COMMENT', on: name, text: 'NULL' })]
      : cannot('the comment that PostgreSQL brought along is not known any more'),
  alter: ({ to }) => [commentOn(to)],
};

export function commentOn(object: CatalogObject): string {
  const text = quoteLiteral(requiredText(object, 'text'));
  return commentOrLabelStatement({ statement: 'COMMENT', on: object.name, text });
}
