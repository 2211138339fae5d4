import type { CatalogObject } from '../../catalog/model/object.js';

/** Returns attributes as short texts such as `unlogged` or `storage main`, except those that are shown elsewhere. */
export function namedAttributes(
  { attributes }: CatalogObject,
  shownElsewhere: ReadonlySet<string>,
): readonly string[] {
  return Object.entries(attributes)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, value]) => {
      if (value === 'yes') return name;
      return typeof value === 'string' ? `${name} ${value}` : `${name} (${value.join(', ')})`;
    });
}
