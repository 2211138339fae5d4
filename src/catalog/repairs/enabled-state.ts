import type { AttributeValue } from '../object.js';

/** The words of ALTER TABLE for a state of a trigger or a rule; absent is the normal one. */
export function enableWords(state: AttributeValue | undefined): string {
  switch (state) {
    case 'disabled':
      return 'DISABLE';
    case 'replica':
      return 'ENABLE REPLICA';
    case 'always':
      return 'ENABLE ALWAYS';
    default:
      return 'ENABLE';
  }
}
