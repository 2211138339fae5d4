import { wrapText } from './wrap-text.js';
import { limitTexts } from './repair-limits.js';
import { relative } from 'node:path';
import type { StepResult } from '../migrations/step.js';
import type { RollbackFinding } from '../run/run-migrations.js';
import type { Paint } from './paint.js';
import { traceLines } from './trace-lines.js';

export interface RollbackTextOptions {
  readonly paint: Paint;
  /** Folder that paths are shown from. */
  readonly cwd: string;
}

const width = 100;

const changeTexts = {
  left: 'would stay behind',
  missing: 'would be gone',
  changed: 'would not be what it was',
  reordered: 'has its columns in another order',
} as const;

const notMade =
  'It is not something that the up made: it was there already (IF NOT EXISTS and OR REPLACE do not make it), ' +
  'or somebody made it since. Better than to make it again, without its rows, is not to drop it.';

/** Everything about a rollback that is not exact, object by object. */
export function renderRollbackFinding(finding: RollbackFinding, { paint, cwd }: RollbackTextOptions): string {
  const { migration, path, traces, changedSince, repair, notRepaired } = finding;
  const told = traces.map((trace) => ({
    ...trace,
    ...(trace.change === 'missing' ? { explanation: notMade } : {}),
  }));
  const since = changedSince.map((object) => ({ ...object, change: 'since' as const }));
  return [
    `${paint.bold(migration)}  ${paint.dim(relative(cwd, path))}`,
    ...traceLines(told, { paint, width, textOf: ({ change }) => changeTexts[change] }).map(indent),
    ...traceLines(since, {
      paint,
      width,
      textOf: ({ lost }) => `was changed since the up${lost ? ', and would lose that' : ''}`,
    }).map(indent),
    ...(repair === null
      ? []
      : ['to repair, add to the down:', ...repair.split('\n').map((line) => `  ${paint.cyan(line)}`)].map(
          indent,
        )),
    ...limitTexts(notRepaired)
      .flatMap((text) => wrapText(text, width))
      .map(indent),
  ].join('\n');
}

function indent(line: string): string {
  return `  ${line}`;
}

/** The last lines: what became of it. */
export function renderRefusal({ migration, on }: RollbackFinding, paint: Paint): string {
  const state =
    on === 'database'
      ? 'It was rolled back before it committed: the database is as before.'
      : 'Found on a scratch database; nothing was done to this one.';
  return [
    paint.red(`the down of ${migration} is not the exact inverse of its up`),
    `${state} Correct the down, or let it leave traces with --accept-traces.`,
  ].join('\n');
}

/** The format of `down --json` and `redo --json` when a rollback was stopped. */
export function rollbackToJson(
  finding: RollbackFinding,
  results: readonly StepResult[],
  cwd: string,
): object {
  const { migration, path, on, traces, changedSince, repair, notRepaired } = finding;
  return {
    format: 'roundtrip.rollback/1',
    verdict: 'not-exact',
    migration,
    file: relative(cwd, path),
    foundOn: on,
    traces,
    changedSince,
    repair,
    ...(notRepaired ? { notRepaired } : {}),
    rolledBack: results.map((result) => result.migration.name),
  };
}
