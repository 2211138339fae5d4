import { quoteLiteral } from '../../../database/quote.js';
import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';
import { commentOrLabelStatement } from './remark.js';

export const securityLabel: Repair<'security label'> = {
  kind: 'security label',
  create: (object) => [label(object, quoteLiteral(requiredText(object, 'label')))],
  drop: (object) => [label(object, 'NULL')],
  alter: ({ to }) => [label(to, quoteLiteral(requiredText(to, 'label')))],
};

/** The name is `provider on kind name`. */
function label(object: CatalogObject, text: string): string {
  const provider = requiredText(object, 'provider');
  const on = object.name.slice(`${provider} on `.length);
  return commentOrLabelStatement({ statement: `SECURITY LABEL FOR ${provider}`, on, text });
}
