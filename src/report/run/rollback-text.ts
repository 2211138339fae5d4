import { wrapText } from '../text/wrap-text.js';
import { limitTexts } from '../text/repair-limits.js';
import { relative } from 'node:path';
import type { StepResult } from '../../migrations/step.js';
import {
  refusalOf,
  remedyFor,
  stateOf,
  type ChangedObject,
  type FoundTrace,
  type RollbackFinding,
} from '../../run/run-migrations.js';
import type { Paint } from '../text/paint.js';
import { traceLines } from '../text/trace-lines.js';

export interface RollbackTextOptions {
  readonly paint: Paint;
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
}

const width = 100;

const reordered = 'has its columns in a different order';

/** Returns the text for a trace. */
function textOfTrace({ change, cause }: FoundTrace): string {
  switch (cause) {
    case 'made by the down':
      return 'would be new';
    case 'dropped by the down':
      return 'would be dropped';
    case 'changed by the down':
      return change === 'reordered' ? reordered : 'would be changed';
    case 'not taken back':
      return {
        left: 'would be left behind',
        missing: 'would be missing',
        changed: 'would differ from before the up',
        reordered,
      }[change];
  }
}

const notMade =
  'The up did not create it: it existed before (IF NOT EXISTS and OR REPLACE do not create it), ' +
  'or somebody created it since.';

const savedRows = 'Do not drop it: re-creating it would not restore its rows.';

const dependsOnDroppedText = 'Somebody created it since the up, and it depends on what the down drops.';

/** Kinds of objects with data that no SQL restores. */
const withRows: ReadonlySet<string> = new Set(['table', 'column', 'materialized view', 'sequence', 'schema']);

function explanationOf({ kind, cause, place }: FoundTrace): { readonly explanation?: string } {
  if (cause === 'made by the down')
    return { explanation: 'The down creates it, but the up did not drop it.' };
  if (cause !== 'dropped by the down') return {};
  if (place === 'gone') return { explanation: dependsOnDroppedText };
  return { explanation: withRows.has(kind) ? `${notMade} ${savedRows}` : notMade };
}

function textOfSince({ before, after, lost }: ChangedObject): string {
  if (after === null) return 'was dropped since the up';
  const how = before === null ? 'was re-created since the up' : 'was changed since the up';
  return `${how}; the change would ${lost ? 'be lost' : 'remain'}`;
}

/** Renders each difference of a rollback that is not exact. */
export function renderRollbackFinding(finding: RollbackFinding, options: RollbackTextOptions): string {
  const { paint, cwd } = options;
  const { migration, path, traces, changedSince, repair, notRepaired } = finding;
  const printed = traces.map((trace) => ({ ...trace, ...explanationOf(trace) }));
  const since = changedSince.map((object) => ({ ...object, change: 'since' as const }));
  return [
    `${paint.bold(migration)}  ${paint.dim(relative(cwd, path))}`,
    ...traceLines(printed, { paint, width, textOf: textOfTrace }).map(indent),
    ...traceLines(since, { paint, width, textOf: textOfSince }).map(indent),
    ...goesAlongLines(finding, 'goes').map(indent),
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

/** Lists objects that others added to objects dropped by the down. */
export function goesAlongLines({ goesAlong }: RollbackFinding, verb: 'goes' | 'went'): readonly string[] {
  return goesAlong.flatMap(({ kind, name, with: taker, text }) => {
    const object = `${kind} ${name}`;
    const whole = object === taker ? `with its changes since the up: ${text}` : `with ${taker}`;
    return [`${object} ${verb} ${whole}`, ...(object === taker ? [] : [`  - ${text}`])];
  });
}

function indent(line: string): string {
  return `  ${line}`;
}

/** Renders the last lines: the outcome and the remedy. */
export function renderRefusal(finding: RollbackFinding, paint: Paint): string {
  const { stoppedBy, traces, changedSince, goesAlong } = finding;
  const isPartlyAccepted = stoppedBy.length < traces.length + changedSince.length + goesAlong.length;
  return [
    paint.red(refusalOf(finding)),
    ...(isPartlyAccepted ? [`Not accepted: ${stoppedBy.join(', ')}.`] : []),
    `${stateOf(finding)} ${remedyFor(finding)}`,
  ].join('\n');
}

/** The format of `down --json` and `redo --json` when a rollback was stopped. */
export function rollbackToJson(
  finding: RollbackFinding,
  results: readonly StepResult[],
  cwd: string,
): object {
  const { migration, path, on, changedSince, goesAlong, repair, notRepaired } = finding;
  const traces = finding.traces.map(({ kind, name, change, before, after, repair: sql }) => {
    return { kind, name, change, before, after, repair: sql };
  });
  return {
    format: 'roundtrip.rollback/1',
    verdict: 'not-exact',
    migration,
    file: relative(cwd, path),
    foundOn: on,
    traces,
    changedSince,
    goesAlong,
    repair,
    ...(notRepaired ? { notRepaired } : {}),
    rolledBack: results.map((result) => result.migration.name),
  };
}
