import { parseTypeDefinition } from '../../model/type-definition.js';
import type { CatalogObject } from '../../model/object.js';
import { refersTo } from '../../model/object-references.js';

/**
 * Functions on which a base type, or a range with a canonical form, depends, and which depend on that type.
 */
export function routinesOf(type: CatalogObject, objects: Iterable<CatalogObject>): readonly CatalogObject[] {
  if (typeof type.attributes.definition !== 'string') return [];
  const { variety } = parseTypeDefinition(type.attributes.definition);
  if (variety !== 'base' && variety !== 'range') return [];
  return [...objects].filter(
    (object) => object.kind === 'function' && refersTo(type, object) && refersTo(object, type),
  );
}
