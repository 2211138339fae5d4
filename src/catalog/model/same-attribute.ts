import { canonicalExpression } from './canonical-expression.js';
import { traitsOf } from './kind-traits.js';
import type { AttributeValue, ObjectKey } from './object.js';

type MaybeValue = AttributeValue | undefined;

/** Whether two values of an attribute are equivalent. Equal texts, the usual case, are not parsed. */
export function isSameAttribute(
  { kind, attribute }: Pick<ObjectKey, 'kind'> & { readonly attribute: string },
  a: MaybeValue,
  b: MaybeValue,
): boolean {
  if (isSameValue(a, b)) return true;
  if (a === undefined || b === undefined || !traitsOf(kind).expressions.includes(attribute)) return false;
  return isSameValue(canonical(a), canonical(b));
}

function canonical(value: AttributeValue): AttributeValue {
  return typeof value === 'string' ? canonicalExpression(value) : value.map(canonicalExpression).sort();
}

export function isSameValue(a: MaybeValue, b: MaybeValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
