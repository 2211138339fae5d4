import type { RepairLimit } from '../../catalog/repair/plan-repair.js';

type Limits = readonly RepairLimit[] | undefined;

/** What no statement brings back, and why, each as a line of its own. */
export function limitTexts(
  limits: Limits,
  show: (object: string) => string = (object) => object,
): readonly string[] {
  return (limits ?? []).map(
    ({ kind, name, reason }) =>
      `PostgreSQL has no statement that restores ${show(`${kind} ${name}`)} exactly: ${reason}`,
  );
}
