import type { ChecklistGroup, ChecklistItem } from '../../verify/checklist.js';
import type { Finding } from '../../verify/finding.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { categoryCount } from './words.js';

/** A part of the comparison that passes or fails on its own: a table, a category, or an extra object. */
export interface VerifyCase {
  readonly name: string;
  /** Description of the compared objects. */
  readonly compared: string;
  readonly findings: readonly Finding[];
}

/** Returns the cases. Every finding is in exactly one; those of a table are in the case of the table. */
export function casesOf({ checklist, findings }: VerifyReport): readonly VerifyCase[] {
  const rest = new Set(findings);
  const take = (items: readonly ChecklistItem[]): readonly Finding[] => {
    const keys = new Set(items.map(({ kind, name }) => `${kind} ${name}`));
    const own = [...rest].filter(({ kind, name }) => keys.has(`${kind} ${name}`));
    for (const finding of own) rest.delete(finding);
    return own;
  };
  const known = [
    ...checklist.tables.map((table) => ({
      name: `${table.kind} ${table.name}`,
      compared: table.groups.map(countText).join(', '),
      findings: take([table, ...table.groups.flatMap(({ items }) => items)]),
    })),
    ...checklist.enums.map((one) => ({
      name: `enum ${one.name}`,
      compared: one.values.join(', '),
      findings: take([one]),
    })),
    ...checklist.others.map((group) => ({
      name: group.category,
      compared: group.items.map(({ name }) => name).join(', '),
      findings: take(group.items),
    })),
  ];
  return [
    ...known,
    ...[...rest].map((one) => ({ name: `${one.kind} ${one.name}`, compared: '', findings: [one] })),
  ];
}

/** `13 columns` */
function countText({ category, items }: ChecklistGroup): string {
  return categoryCount(items.filter(({ status }) => status !== 'extra').length, category);
}
