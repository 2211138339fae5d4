import type { AttributeChange } from '../../model/kind-traits.js';

/**
 * Whether only `VALIDATE CONSTRAINT` was run, on a constraint that a migration left `NOT VALID` so as not to
 * scan the table.
 */
export function isValidation(attribute: string, { before, after }: AttributeChange): boolean {
  return attribute === 'definition' && before === `${String(after)} NOT VALID`;
}
