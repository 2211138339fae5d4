import { listOf, requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const operatorClass = objectRepair({
  kind: 'operator class',
  sql: 'OPERATOR CLASS',
  create: (object) => {
    const [name, method] = splitMethod(object.name);
    const [family] = splitMethod(requiredText(object, 'family'));
    const standard = textOf(object, 'default') === undefined ? '' : ' DEFAULT';
    const type = requiredText(object, 'type');
    return [
      `CREATE OPERATOR CLASS ${name}${standard} FOR TYPE ${type} USING ${method} FAMILY ${family} AS ${items(object).join(', ')};`,
    ];
  },
});

/** `public.ordered USING btree`. */
function splitMethod(name: string): readonly [string, string] {
  const at = name.lastIndexOf(' USING ');
  return [name.slice(0, at), name.slice(at + ' USING '.length)];
}

/** At least one item is needed, and naming the type itself as storage says nothing. */
function items(object: CatalogObject): readonly string[] {
  const members = listOf(object, 'members');
  const storage =
    textOf(object, 'storage') ?? (members.length === 0 ? requiredText(object, 'type') : undefined);
  return storage === undefined ? members : [...members, `STORAGE ${storage}`];
}
