import type { LostData } from './losses/losses.js';
import type { Budgets, RehearsalVerdict, RehearsedMigration, StepReport } from './rehearsal-report.js';

export type Evidence = Omit<RehearsedMigration, 'verdict' | 'reasons'>;

const phaseNames = { up: 'up', down: 'down', 'up-again': 'second up' } as const;

/** Derives the verdict of a migration from the first finding, and the reasons from all. */
export function judge(evidence: Evidence, budgets: Budgets): RehearsedMigration {
  const steps = [evidence.up, evidence.down, evidence.upAgain].filter((step) => step !== undefined);
  const findings: readonly (readonly [RehearsalVerdict, readonly string[]])[] = [
    ['fails', failures(evidence)],
    ['loses-data', losses(evidence.lost, budgets)],
    ['fails', schemaDifferences(evidence)],
    ['blocks', stalls(steps, budgets)],
    ['slow', durations(steps, budgets)],
  ];
  const verdict = findings.find(([, reasons]) => reasons.length > 0)?.[0] ?? 'ready';
  return { ...evidence, verdict, reasons: findings.flatMap(([, reasons]) => reasons) };
}

const order: readonly RehearsalVerdict[] = ['fails', 'loses-data', 'blocks', 'slow', 'ready'];

/** The worst verdict of all. */
export function worstOf(migrations: readonly Pick<RehearsedMigration, 'verdict'>[]): RehearsalVerdict {
  return order.find((verdict) => migrations.some((one) => one.verdict === verdict)) ?? 'ready';
}

function failures({ failure }: Evidence): readonly string[] {
  if (!failure) return [];
  const [message = ''] = failure.message.split('\n');
  return [`the ${phaseNames[failure.phase]} fails: ${message}`];
}

function schemaDifferences({ differences }: Evidence): readonly string[] {
  if (differences.length === 0) return [];
  const objects = differences.length === 1 ? '1 object differs' : `${differences.length} objects differ`;
  return [`the down does not restore the schema: ${objects}`];
}

function losses(lost: readonly LostData[], { maxLoss }: Budgets): readonly string[] {
  const rows = countLost(lost);
  return rows > maxLoss ? [`rows lost: ${rows}, allowed: ${maxLoss}`] : [];
}

/** Rows that lost any value: columns of one table may be lost from the same rows. */
export function countLost(lost: readonly LostData[]): number {
  const most = new Map<string, number>();
  for (const { table, column, written, rows } of lost) {
    const key = JSON.stringify([table, written, column === null]);
    most.set(key, Math.max(most.get(key) ?? 0, rows));
  }
  return [...most.values()].reduce((sum, rows) => sum + rows, 0);
}

function stalls(steps: readonly StepReport[], { maxStall }: Budgets): readonly string[] {
  return steps
    .filter(({ load }) => (load?.longest ?? 0) > maxStall)
    .map(
      ({ phase, load }) =>
        `the ${phaseNames[phase]} stalls the load for ${seconds(load?.longest ?? 0)}, allowed: ${seconds(maxStall)}`,
    );
}

function durations(steps: readonly StepReport[], { maxDuration }: Budgets): readonly string[] {
  if (maxDuration === undefined) return [];
  return steps
    .filter(({ milliseconds }) => milliseconds > maxDuration)
    .map(
      ({ phase, milliseconds }) =>
        `the ${phaseNames[phase]} takes ${seconds(milliseconds)}, allowed: ${seconds(maxDuration)}`,
    );
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
