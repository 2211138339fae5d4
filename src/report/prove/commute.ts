import {
  isCommuteFinding,
  type CommuteFailure,
  type CommuteFinding,
  type CommuteObject,
  type CommutePosition,
  type CommuteReport,
  type Side,
} from '../../commute/commute-report.js';
import { annotation, type AnnotationOptions } from '../text/annotation.js';
import { formatDuration, roundMilliseconds } from '../text/format-number.js';
import type { JunitCase } from '../text/junit-xml.js';
import { lineDiff } from '../text/line-diff.js';
import { code, escapeMarkdown, fence } from '../text/markdown-syntax.js';
import { createPaint, type Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { objectOf, traceLines } from '../text/trace-lines.js';

type Strictness = 'on' | 'off';

/** `commute` in the output of `prove --commute --json`. */
export type CommuteResult = Omit<CommuteReport, 'findings'> & {
  readonly findings: readonly {
    /** The sides in the order in which they were applied, and then rolled back. */
    readonly applied: CommutePosition['applied'];
    readonly rolledBack: readonly Side[];
    readonly error: CommuteFailure | null;
    readonly objects: readonly CommuteObject[];
  }[];
};

export function commuteToJson(report: CommuteReport): CommuteResult {
  return {
    ...report,
    findings: report.findings.map(({ at: { applied, rolledBack }, error, objects }) => ({
      applied,
      rolledBack,
      error: error ?? null,
      objects,
    })),
    milliseconds: roundMilliseconds(report.milliseconds),
  };
}

interface CommuteTextOptions {
  readonly paint: Paint;
  readonly strict: Strictness;
}

/** Renders all findings, and a line with the verdict. */
export function renderCommute(report: CommuteReport, options: CommuteTextOptions): string {
  const { paint } = options;
  const colour = isCommuteFinding(report, options)
    ? paint.red
    : report.findings.length > 0
      ? paint.yellow
      : paint.green;
  const summary = [colour(conclusion(report)), ...report.notes.map((note) => paint.yellow(note))].join('\n');
  return [...report.findings.map((finding) => renderFinding(finding, report, paint)), summary].join('\n\n');
}

function renderFinding(finding: CommuteFinding, report: CommuteReport, paint: Paint): string {
  return [
    paint.bold(capitalised(positionText(finding.at, report))),
    ...findingLines(finding, paint).map((line) => `  ${line}`),
  ].join('\n');
}

function findingLines({ at, error, objects }: CommuteFinding, paint: Paint): readonly string[] {
  const printed = objects.map((one) => ({ ...one, before: one.expected, after: one.actual }));
  const lines = traceLines(printed, { paint, width: 100, textOf: (object) => changeText(object, at) });
  if (!error) return lines;
  return [paint.red(failureText(error)), ...lines];
}

function failureText({ migration, direction, message, code: sqlState }: CommuteFailure): string {
  return `the ${direction} of ${migration} fails: ${message}${sqlState === null ? '' : ` (SQLSTATE ${sqlState})`}`;
}

function changeText({ change }: CommuteObject, { rolledBack }: CommutePosition): string {
  return (rolledBack.length === 0 ? afterUps : afterRollback)[change];
}

const afterUps: Readonly<Record<CommuteObject['change'], string>> = {
  both: 'is changed by both: - there, + on this branch',
  left: 'exists only with this branch first',
  missing: 'exists only with the other branch first',
  changed: 'differs with this branch first',
  reordered: 'has its columns in a different order with this branch first',
  rows: 'has different rows with this branch first',
};

const afterRollback: Readonly<Record<CommuteObject['change'], string>> = {
  both: 'is changed by both: - there, + on this branch',
  left: 'is left behind',
  missing: 'is missing',
  changed: 'differs',
  reordered: 'has its columns in a different order',
  rows: 'has different rows',
};

/** `with this branch applied before origin/main, and origin/main rolled back` */
function positionText({ applied, rolledBack }: CommutePosition, { branch }: CommuteReport): string {
  const nameOf = (side: Side) => (side === 'main' ? branch : 'this branch');
  const [first, second] = applied.map(nameOf);
  const ups = second === undefined ? `${first} applied alone` : `${first} applied before ${second}`;
  if (rolledBack.length === 0) return `with ${ups}`;
  return `with ${ups}, and ${rolledBack.map(nameOf).join(', then ')} rolled back`;
}

/** `commutes: 2 migrations of this branch and 1 of origin/main lead to the same schema …` */
function conclusion({ verdict, own, meanwhile, branch, milliseconds }: CommuteReport): string {
  const sides = `${countOf(own.length, 'migration')} of this branch and ${meanwhile.length} that came to ${branch} meanwhile`;
  const time = `in ${formatDuration(milliseconds)}`;
  switch (verdict) {
    case 'nothing-to-compare':
      return own.length === 0
        ? 'nothing to compare: this branch adds no migration'
        : `nothing to compare: no migration came to ${branch} since this branch was created`;
    case 'commutes':
      return `${sides} commute: same schema in either order, up and down, ${time}`;
    case 'reorders-columns':
      return `${sides} commute except for the order of columns, ${time}`;
    case 'does-not-commute':
      return `${sides} do not commute, ${time}`;
    case 'not-compared':
      return `${sides} could not be compared`;
  }
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}:`;
}

export function commuteCases(report: CommuteReport, strict: Strictness): readonly JunitCase[] {
  const attributes = { name: `commutes with ${report.branch}`, classname: 'roundtrip.commute' };
  const text = renderCommute(report, { paint: createPaint('never'), strict });
  const outcome: JunitCase['outcome'] = isCommuteFinding(report, { strict })
    ? { kind: 'failure', type: report.verdict, message: conclusion(report), text }
    : report.verdict === 'nothing-to-compare'
      ? { kind: 'skipped', message: conclusion(report) }
      : { kind: 'passed', output: text };
  return [{ attributes, milliseconds: report.milliseconds, outcome }];
}

interface CommuteAnnotationOptions extends AnnotationOptions {
  readonly strict: Strictness;
  /** Absolute paths of the migrations by name. */
  readonly paths: ReadonlyMap<string, string>;
}

/** One annotation, at the first migration of the branch. */
export function commuteAnnotations(
  report: CommuteReport,
  { strict, paths, ...options }: CommuteAnnotationOptions,
): readonly string[] {
  if (!isCommuteFinding(report, { strict })) return [];
  const path = paths.get(report.own[0] ?? '');
  const message = renderCommute(report, { paint: createPaint('never'), strict });
  const title = `does not commute with ${report.branch}`;
  return [annotation({ ...(path === undefined ? {} : { path }), line: 1, title, message }, options)];
}

export function commuteToMarkdown(report: CommuteReport, strict: Strictness): readonly string[] {
  const isFailing = isCommuteFinding(report, { strict });
  const mark = isFailing ? '❌' : report.findings.length > 0 ? '⚠️' : '✅';
  return [
    `## ${mark} Order of this branch and ${code(report.branch)}`,
    `${escapeMarkdown(conclusion(report))}.`,
    ...report.findings.flatMap((finding) => findingToMarkdown(finding, report)),
    ...report.notes.map((note) => `${escapeMarkdown(note)}.`),
  ];
}

function findingToMarkdown({ at, error, objects }: CommuteFinding, report: CommuteReport): readonly string[] {
  return [
    `**${escapeMarkdown(capitalised(positionText(at, report)))}**`,
    ...(error ? [escapeMarkdown(failureText(error))] : []),
    ...objects.flatMap((object) => [
      `${code(objectOf(object))} ${changeText(object, at)}`,
      fence('diff', lineDiff(object.expected, object.actual).join('\n')),
    ]),
  ];
}
