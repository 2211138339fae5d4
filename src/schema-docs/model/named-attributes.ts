import type { CatalogObject } from '../../catalog/model/object.js';

/** Returns attributes as short texts such as `unlogged` or `storage main`, except those that are shown elsewhere. */
export function namedAttributes({ attributes }: CatalogObject, told: ReadonlySet<string>): readonly string[] {
  return Object.entries(attributes)
    .filter(([name]) => !told.has(name))
    .map(([name, value]) => {
      if (value === 'yes') return name;
      return typeof value === 'string' ? `${name} ${value}` : `${name} (${value.join(', ')})`;
    });
}
