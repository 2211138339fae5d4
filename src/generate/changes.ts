import { subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import type { Rename } from '../pairs/renames.js';
import type { SchemaChange } from './generate-report.js';

const words = { left: 'added', missing: 'removed', changed: 'changed', reordered: 'changed' } as const;

/** The changes that lead to the wanted state, object by object, without parts of what is added or removed. */
export function schemaChanges(
  differences: readonly Difference[],
  renames: readonly Rename[],
): readonly SchemaChange[] {
  return [
    ...renames.map(({ kind, from, to }) => ({ kind, name: to, change: 'renamed', from }) as const),
    ...withoutConsequences(differences).map((one) => {
      const { kind, name } = subject(one);
      return { kind, name, change: words[one.change] };
    }),
  ];
}
