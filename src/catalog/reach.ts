import { keyOf, type Kind } from './object.js';
import type { Sets } from './root-part.js';

/** Kinds that others print by name only: what is not the name does not reach them. */
const printedByName: ReadonlySet<Kind> = new Set([
  'table',
  'column',
  'sequence',
  'index',
  'constraint',
  'comment',
  'trigger',
]);

/** A new name, or a new definition of what others are made of, shows in what depends on it. */
export function mayReachOthers({ gone, fresh }: Sets): boolean {
  const now = new Set(fresh.map(keyOf));
  const kinds = new Set(fresh.map(({ kind }) => kind));
  return gone.some((one) => (now.has(keyOf(one)) ? !printedByName.has(one.kind) : kinds.has(one.kind)));
}
