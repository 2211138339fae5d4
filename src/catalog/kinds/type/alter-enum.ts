import { quoteLiteral } from '../../../database/quote.js';
import type { AlterChange } from '../../kind/repair.js';
import { labelsOf } from './create-enum.js';

/**
 * Labels can be added anywhere and renamed, but never removed or moved: the result is then `undefined`, and
 * the type must be recreated.
 */
export function alterEnum(change: AlterChange): readonly string[] | undefined {
  const before = labelsOf(change.from);
  const after = labelsOf(change.to);
  const actions = renamings(before, after) ?? additions(before, after);
  return actions?.map((action) => `ALTER TYPE ${change.to.name} ${action};`);
}

function renamings(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  if (before.length !== after.length) return undefined;
  const pairs = before.map((label, index) => [label, after[index] ?? label] as const);
  const changed = pairs.filter(([old, label]) => old !== label);
  if (changed.some(([old, label]) => after.includes(old) || before.includes(label))) return undefined;
  return changed.map(([old, label]) => `RENAME VALUE ${quoteLiteral(old)} TO ${quoteLiteral(label)}`);
}

function additions(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  const kept = after.filter((label) => before.includes(label));
  if (kept.length !== before.length || kept.some((label, index) => label !== before[index])) return undefined;
  return after.flatMap((label, index) => (before.includes(label) ? [] : [addition(after, index)]));
}

/** Labels are added in order, so the previous one exists and only the first needs BEFORE. */
function addition(labels: readonly string[], index: number): string {
  const [label = '', previous, next] = [labels[index], labels[index - 1], labels[index + 1]];
  const place =
    previous !== undefined
      ? ` AFTER ${quoteLiteral(previous)}`
      : next === undefined
        ? ''
        : ` BEFORE ${quoteLiteral(next)}`;
  return `ADD VALUE ${quoteLiteral(label)}${place}`;
}
