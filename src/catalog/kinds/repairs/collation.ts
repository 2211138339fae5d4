import { quoteLiteral } from '../../../database/quote.js';
import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const collation = objectRepair({
  kind: 'collation',
  sql: 'COLLATION',
  create: (object) => [`CREATE COLLATION ${object.name} (${options(object).join(', ')});`],
});

function options(object: CatalogObject): readonly string[] {
  const texts = ['locale', 'lc_collate', 'lc_ctype', 'rules'].flatMap((name) => {
    const value = textOf(object, name);
    return value === undefined ? [] : [`${name} = ${quoteLiteral(value)}`];
  });
  const deterministic = textOf(object, 'deterministic') === 'no' ? ['deterministic = false'] : [];
  return [`provider = ${requiredText(object, 'provider')}`, ...texts, ...deterministic];
}
