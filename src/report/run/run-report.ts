import type { Step, StepResult } from '../../migrations/step.js';
import type { PlannedStep } from '../../run/render-plan.js';
import type { KeptByStep } from '../../run/step-keeping.js';
import { keptEntryToJson, restoredToJson, type KeptJson, type RestoredJson } from '../keep/json.js';
import { formatDuration, roundMilliseconds } from '../text/format-number.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import type { BackupResult } from '../rollback/backup-text.js';

/** `up    1700000000000_create-users  12 ms` */
export function renderStep(
  { migration, direction, milliseconds, transaction }: StepResult,
  paint: Paint,
): string {
  const arrow = direction === 'up' ? paint.green('up  ') : paint.yellow('down');
  const remark = transaction === 'none' ? paint.dim(' (no transaction)') : '';
  return `${arrow}  ${migration.name}  ${paint.dim(formatDuration(milliseconds))}${remark}`;
}

/** Renders each statement with its time, indented below its migration. */
export function renderStatements({ statements }: StepResult, paint: Paint): string {
  return statements
    .flatMap(({ sql, milliseconds }) => [
      ...sql
        .trim()
        .split('\n')
        .map((line) => `      ${line}`),
      paint.dim(`      -- ${formatDuration(milliseconds)}`),
    ])
    .join('\n');
}

export function renderRunning({ migration, direction }: Step): string {
  return `${direction}  ${migration.name} …`;
}

export function renderRunSummary(results: readonly StepResult[], nothing: string): string {
  if (results.length === 0) return nothing;
  const total = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const ups = results.filter(({ direction }) => direction === 'up').length;
  const downs = results.length - ups;
  const parts = [
    ...(downs > 0 ? [`${countOf(downs, 'migration')} rolled back`] : []),
    ...(ups > 0 ? [`${countOf(ups, 'migration')} applied`] : []),
  ];
  return `${parts.join(', ')} in ${formatDuration(total)}`;
}

/** Output of `up --json`, `down --json` and `redo --json`; docs/json.md describes each field. */
export interface RunResult {
  readonly format: 'roundtrip.run/1';
  /** Migrations in the order in which they ran. */
  readonly migrations: readonly RanMigration[];
  /** Only with `down --backup`; `null` if there was nothing to save. */
  readonly backup?: BackupResult | null;
  /** The hook that ran afterwards; missing where there was none. */
  readonly hook?: HookResult;
}

export interface HookResult {
  readonly name: 'afterUp' | 'afterDown';
  /** That of the command line; 128 and the number of the signal if a signal ended it, as shells have it. */
  readonly exitCode: number;
}

export interface RanMigration extends Pick<StepResult, 'direction' | 'milliseconds' | 'transaction'> {
  readonly name: string;
  /** What the step destroyed and kept; missing where it kept nothing. */
  readonly kept?: KeptJson;
  /** What its inverse had kept; missing where there was nothing to restore. */
  readonly restored?: readonly RestoredJson[];
}

/** The format of `up --json`, `down --json` and `redo --json`. */
export function runToJson(results: readonly StepResult[], keeping: readonly KeptByStep[] = []): RunResult {
  const migrations = results.map(({ migration, direction, milliseconds, transaction }) => ({
    name: migration.name,
    direction,
    milliseconds: roundMilliseconds(milliseconds),
    transaction,
    ...keptJson(
      keeping.find(({ step }) => step.migration.name === migration.name && step.direction === direction),
    ),
  }));
  return { format: 'roundtrip.run/1', migrations };
}

function keptJson(done: KeptByStep | undefined): Pick<RanMigration, 'kept' | 'restored'> {
  if (!done) return {};
  const { kept, restored } = done;
  return {
    ...(kept ? { kept: keptEntryToJson(kept) } : {}),
    ...(restored.length > 0 ? { restored: restored.map(restoredToJson) } : {}),
  };
}

/** Renders the SQL of steps that were not run, with a comment above each migration. */
export function renderPlannedSteps(steps: readonly PlannedStep[], paint: Paint): string {
  return steps.map((step) => renderPlannedStep(step, paint)).join('\n\n');
}

function renderPlannedStep(step: PlannedStep, paint: Paint): string {
  const { name, direction, statements, transaction, shown } = step;
  const where = shown === 'scratch' ? ', as run on a scratch database without the rows of this database' : '';
  const remark = `${transaction === 'none' ? ', without a transaction' : ''}${where}`;
  const body = statements.map((sql) => highlight(sql.trim(), paint));
  const [open, close] = transaction === 'one' ? [[paint.blue('BEGIN;')], [paint.blue('COMMIT;')]] : [[], []];
  return [paint.dim(`-- ${direction} of ${name}${remark}`), ...open, ...body, ...close].join('\n');
}

const keywords =
  /\b(CREATE|ALTER|DROP|ADD|TABLE|INDEX|COLUMN|CONSTRAINT|TYPE|FUNCTION|TRIGGER|VIEW|SEQUENCE|SCHEMA|COMMENT|ON|IS|NOT|NULL|DEFAULT|PRIMARY|KEY|UNIQUE|REFERENCES|CHECK|SET|UPDATE|INSERT|INTO|VALUES|DELETE|FROM|WHERE|SELECT|AS|IF|EXISTS|CASCADE|CONCURRENTLY|RENAME|TO|USING|VALIDATE|GRANT|REVOKE)\b/g;

/** Highlights keywords outside of quotes. */
function highlight(sql: string, paint: Paint): string {
  return sql
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((part, index) =>
      index % 2 === 1 ? paint.yellow(part) : part.replace(keywords, (word) => paint.blue(word)),
    )
    .join('');
}

export function plannedToJson(steps: readonly PlannedStep[]): object {
  return { format: 'roundtrip.plan/1', migrations: steps };
}
