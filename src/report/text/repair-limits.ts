import type { RepairLimit } from '../../catalog/repair/plan-repair.js';

type Limits = readonly RepairLimit[] | undefined;

/** Lists what no statement restores, with the reason. */
export function limitTexts(
  limits: Limits,
  show: (object: string) => string = (object) => object,
): readonly string[] {
  return (limits ?? []).map(
    ({ kind, name, reason }) =>
      `PostgreSQL has no statement that restores ${show(`${kind} ${name}`)} exactly: ${reason}`,
  );
}
