import { canonicalExpression } from './canonical-expression.js';
import type { AttributeValue, Kind, ObjectKey } from './object.js';

type MaybeValue = AttributeValue | undefined;

/** Attributes that hold what PostgreSQL prints of an expression that it has parsed. */
const expressions: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  domain: ['default'],
  function: ['definition'],
  procedure: ['definition'],
  table: ['partition by', 'partition bound'],
  'foreign table': ['partition bound'],
  column: ['default', 'generated'],
  constraint: ['definition'],
  index: ['definition'],
  view: ['definition'],
  'materialized view': ['definition'],
  statistics: ['definition'],
  rule: ['definition'],
  policy: ['using', 'with check'],
  trigger: ['definition'],
  publication: ['tables'],
};

/** Whether two values of an attribute mean the same. Of equal texts, the usual case, nothing is parsed. */
export function isSameAttribute(
  { kind, attribute }: Pick<ObjectKey, 'kind'> & { readonly attribute: string },
  a: MaybeValue,
  b: MaybeValue,
): boolean {
  if (isSameValue(a, b)) return true;
  if (a === undefined || b === undefined || !expressions[kind]?.includes(attribute)) return false;
  return isSameValue(canonical(a), canonical(b));
}

function canonical(value: AttributeValue): AttributeValue {
  return typeof value === 'string' ? canonicalExpression(value) : value.map(canonicalExpression).sort();
}

export function isSameValue(a: MaybeValue, b: MaybeValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
