import { subject, type Difference } from '../catalog/model/diff.js';
import type { AppliedStep } from './passes/applied-step.js';

/**
 * Returns the tables in which an up allows rows that were not allowed before: with null, without a key, or
 * against a check.
 */
export function relaxedTables({ changes }: AppliedStep): readonly string[] {
  const tables = changes.flatMap((difference) => {
    const { parent } = subject(difference);
    return parent?.kind === 'table' && isRelaxed(difference) ? [parent.name] : [];
  });
  return [...new Set(tables)];
}

function isRelaxed(difference: Difference): boolean {
  const { kind } = subject(difference);
  if (kind === 'constraint') return difference.change === 'missing';
  if (kind !== 'column' || difference.change !== 'changed') return false;
  const { before, after, attributes } = difference;
  return (
    attributes.includes('type') ||
    (before.attributes['not null'] !== undefined && after.attributes['not null'] === undefined)
  );
}
