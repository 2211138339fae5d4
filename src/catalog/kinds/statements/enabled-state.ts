import type { AttributeValue } from '../../model/object.js';

/** The words of ALTER TABLE for the state of a trigger or rule; a missing state is the normal one. */
export function enableWords(state: AttributeValue | undefined): string {
  if (state === 'disabled') return 'DISABLE';
  return state === undefined ? 'ENABLE' : `ENABLE ${String(state).toUpperCase()}`;
}
