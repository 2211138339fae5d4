import { limitTexts } from '../text/repair-limits.js';
import type { BaselineReport } from '../../baseline/baseline-report.js';
import { assertNever } from '../../errors.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import { traceLines } from '../text/trace-lines.js';

const width = 100;

const changeTexts = {
  left: 'is not created by the migrations',
  missing: 'is missing',
  changed: 'is different',
  reordered: 'has its columns in a different order',
} as const;

/** Renders the result of `baseline`, with each object that prevents it. */
export function renderBaseline(report: BaselineReport, paint: Paint): string {
  const { verdict, through, names } = report;
  switch (verdict) {
    case 'nothing-to-do':
      return `nothing to do: everything up to ${through} is recorded`;
    case 'not-contained':
      return renderHindrances(report, paint);
    case 'contained':
      return [
        ...listed(names, paint),
        `${taken(names)} could be marked as applied; nothing was recorded`,
      ].join('\n');
    case 'taken-over':
      return [...listed(names, paint), `${taken(names)} marked as applied; none was run`].join('\n');
    default:
      return assertNever(verdict);
  }
}

function listed(names: readonly string[], paint: Paint): readonly string[] {
  return names.map((name) => `${paint.green('baseline')}  ${name}`);
}

function taken(names: readonly string[]): string {
  return countOf(names.length, 'migration');
}

function renderHindrances({ through, traces, repair, notRepaired }: BaselineReport, paint: Paint): string {
  const lines = traceLines(traces, { paint, width, textOf: ({ change }) => changeTexts[change] });
  return [
    paint.red(`the database differs from the migrations up to ${through}`),
    ...lines.map((line) => `  ${line}`),
    ...(repair === null
      ? []
      : [
          '  SQL that would make the database match:',
          ...repair.split('\n').map((line) => `    ${paint.cyan(line)}`),
        ]),
    ...limitTexts(notRepaired).map((text) => `  ${text}`),
    '',
    `Nothing was recorded. Change the database to match the migrations, or give an earlier migration that it matches.`,
  ].join('\n');
}

/** The format of `baseline --json`. */
export function baselineToJson({ traces, label, names, ...report }: BaselineReport): object {
  return {
    format: 'roundtrip.baseline/1',
    verdict: report.verdict,
    database: label,
    through: report.through,
    migrations: names,
    findings: traces.map(({ kind, name, change, before, after, repair }) => ({
      kind,
      name,
      change: change === 'changed' ? 'different' : change,
      expected: before,
      actual: after,
      repair,
    })),
    repair: report.repair,
    ...(report.notRepaired ? { notRepaired: report.notRepaired } : {}),
    notes: report.notes,
  };
}
