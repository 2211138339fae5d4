import type { CatalogObject } from '../../catalog/model/object.js';

/** Attributes as short texts, but for those that are told elsewhere: `unlogged`, `storage main`. */
export function namedAttributes({ attributes }: CatalogObject, told: ReadonlySet<string>): readonly string[] {
  return Object.entries(attributes)
    .filter(([name]) => !told.has(name))
    .map(([name, value]) => {
      if (value === 'yes') return name;
      return typeof value === 'string' ? `${name} ${value}` : `${name} (${value.join(', ')})`;
    });
}
