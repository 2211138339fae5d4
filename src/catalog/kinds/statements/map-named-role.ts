import { requiredText } from '../../model/attribute.js';
import type { RoleMap } from '../../model/kind-traits.js';
import type { CatalogObject } from '../../model/object.js';

interface NamedRole {
  /** The attribute that contains the role. */
  readonly attribute: string;
  /** The text before the role in the name of the object. */
  readonly before: string;
  readonly map: RoleMap;
}

/** Replaces the role at the start of a name: `for role app in schema public on tables`, `app on far`. */
export function mapNamedRole(object: CatalogObject, { attribute, before, map }: NamedRole): CatalogObject {
  const was = requiredText(object, attribute);
  const is = map(was);
  const name = `${before}${is}${object.name.slice(before.length + was.length)}`;
  return { ...object, name, attributes: { ...object.attributes, [attribute]: is } };
}
