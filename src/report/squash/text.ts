import { relative } from 'node:path';
import { assertNever } from '../../errors.js';
import type { SquashDifference, SquashPosition, SquashReport } from '../../squash/squash-report.js';
import type { ContentsDifference } from '../../squash/squashed-state.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import { traceLines } from '../text/trace-lines.js';

const width = 100;

const changeTexts = {
  left: 'exists only with the new file',
  missing: 'is missing with the new file',
  changed: 'is different with the new file',
  reordered: 'has its columns in a different order with the new file',
} as const;

export interface RenderOptions {
  readonly paint: Paint;
  /** Paths are printed relative to this folder. */
  readonly cwd: string;
}

/** Renders the result of `squash`. */
export function renderSquash(report: SquashReport, options: RenderOptions): string {
  const { verdict } = report;
  switch (verdict) {
    case 'not-equal':
      return renderUnequal(report, options);
    case 'planned':
      return [report.text, ...remarks(report), `${proven(report)}; no file was changed`].join('\n');
    case 'squashed':
      return [
        `${options.paint.green('written')}  ${relative(options.cwd, report.path)}`,
        ...report.folders.map(
          (folder) => `${options.paint.green('moved')}    ${moved(report, folder, options)}`,
        ),
        ...remarks(report),
        proven(report),
      ].join('\n');
    default:
      return assertNever(verdict);
  }
}

function moved({ replaces }: SquashReport, folder: string, { cwd }: RenderOptions): string {
  return `${countOf(replaces.length, 'migration')} to ${relative(cwd, folder)}/`;
}

function proven({ replaces, objects, rows, later }: SquashReport): string {
  const number = rows.reduce((sum, one) => sum + one.count, 0);
  const more = later.length > 0 ? `, and ${countOf(later.length, 'later migration')} on top of both` : '';
  return `proven equal to ${countOf(replaces.length, 'migration')}: ${countOf(objects, 'object')}, ${countOf(number, 'row')}${more}`;
}

function remarks({ rows, varying }: SquashReport): readonly string[] {
  return [
    ...rows.map(({ table, count: number }) => `rows: ${countOf(number, 'row')} of table ${table}`),
    ...varying.map((one) => `varies from run to run, fixed in the file: ${contentsOf(one)}`),
  ];
}

function contentsOf({ kind, name, columns }: ContentsDifference): string {
  if (columns.length > 0) return columns.map((column) => `column ${name}.${column}`).join(', ');
  return kind === 'sequence' ? `position of sequence ${name}` : `rows of ${kind} ${name}`;
}

function renderUnequal({ name, limits, differences }: SquashReport, { paint }: RenderOptions): string {
  return [
    paint.red(`${name} would not be equal to the migrations that it replaces`),
    ...differences.flatMap((one) => differenceLines(one, paint)).map((line) => `  ${line}`),
    ...limits.map(({ kind, name: object, reason }) => `  ${paint.bold(`${kind} ${object}`)}: ${reason}`),
    '',
    'No file was changed.',
  ].join('\n');
}

function differenceLines({ at, traces, contents, error }: SquashDifference, paint: Paint): readonly string[] {
  return [
    `${error === undefined ? placeOf(at) : placeOf(at).replace(/^after/, 'in')}:`,
    ...(error === undefined ? [] : error.split('\n').map((line) => `  ${line}`)),
    ...traceLines(traces, { paint, width, textOf: ({ change }) => changeTexts[change] }).map(
      (line) => `  ${line}`,
    ),
    ...contents.map((one) => `  ${contentsOf(one)}: not the same`),
  ];
}

function placeOf(at: SquashPosition): string {
  switch (at.after) {
    case 'up':
    case 'up again':
    case 'down':
      return `after its ${at.after}`;
    case 'later up':
      return `after the up of ${at.migration}`;
    case 'later down':
      return `after the down of ${at.migration}`;
    default:
      return assertNever(at);
  }
}

/** The format of `squash --json`. */
export function squashToJson(report: SquashReport, cwd: string): object {
  const { verdict, server, name, path, text, replaces, folders, later, rows, varying } = report;
  const { limits, differences } = report;
  return {
    format: 'roundtrip.squash/1',
    verdict,
    server,
    name,
    file: relative(cwd, path),
    ...(verdict === 'planned' ? { text } : {}),
    replaces,
    folders: folders.map((folder) => relative(cwd, folder)),
    later,
    rows,
    varying,
    differences,
    ...(limits.length > 0 ? { limits } : {}),
  };
}
