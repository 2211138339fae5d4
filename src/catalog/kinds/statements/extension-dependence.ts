import { listOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';

/** Adds or removes dependencies on extensions; `target` is the object in ALTER: `INDEX public.by_name`. */
export function changeDependence(
  target: string,
  from: CatalogObject | undefined,
  to: CatalogObject,
): readonly string[] {
  const before = from ? listOf(from, 'depends on extension') : [];
  const after = listOf(to, 'depends on extension');
  return [
    ...before.filter((name) => !after.includes(name)).map((name) => `NO DEPENDS ON EXTENSION ${name}`),
    ...after.filter((name) => !before.includes(name)).map((name) => `DEPENDS ON EXTENSION ${name}`),
  ].map((action) => `ALTER ${target} ${action};`);
}
