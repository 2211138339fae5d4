import { relative } from 'node:path';
import type { GenerateReport, SchemaChange } from '../../generate/generate-report.js';
import type { PairPhase, PairProof } from '../../pairs/prove-pair.js';
import { assertNever } from '../../errors.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { traceLines } from '../text/trace-lines.js';
import { describeUnmanaged } from './unmanaged-text.js';

export interface GenerateTextOptions {
  readonly paint: Paint;
  readonly cwd: string;
}

const width = 100;

/** Renders the whole report: changes, hazards, what is left alone, and the result. */
export function renderGenerate(report: GenerateReport, options: GenerateTextOptions): string {
  const { paint } = options;
  const parts = [
    renderChanges(report.changes, paint),
    hazardLines(report, paint).join('\n'),
    inexactLines(report, paint).join('\n'),
    [...resultLines(report, options), ...remarks(report).map((text) => paint.yellow(text))].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const signs = { added: '+', removed: '-', changed: '~', renamed: '>' } as const;

export function renderChanges(changes: readonly SchemaChange[], paint: Paint): string {
  const colours = { added: paint.green, removed: paint.red, changed: paint.yellow, renamed: paint.yellow };
  return changes
    .map(({ kind, name, change, from }) => {
      const was = from === undefined ? '' : paint.dim(`  was ${from}`);
      return `${colours[change](`${signs[change]} ${change.padEnd(8)}`)}${kind} ${name}${was}`;
    })
    .join('\n');
}

function hazardLines({ hazards }: GenerateReport, paint: Paint): readonly string[] {
  return hazards.map(({ direction, message }) => paint.yellow(`${direction}: ${message}`));
}

const phaseWords: Readonly<Record<PairPhase, string>> = {
  up: 'after the up',
  down: 'after the down',
  'up-again': 'after the second up',
};

function inexactLines({ verdict, proof, limits }: GenerateReport, paint: Paint): readonly string[] {
  if (verdict !== 'not-exact' || !proof) return [];
  return [
    ...residualLines(proof, paint),
    ...limits.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
  ];
}

function residualLines({ residual, failure }: PairProof, paint: Paint): readonly string[] {
  if (failure) return [failure.error.message];
  const words = {
    left: 'remains',
    missing: 'is missing',
    changed: 'differs',
    reordered: 'has another order',
  };
  return traceLines(residual, {
    paint,
    width,
    textOf: ({ change, phase }) => `${words[change]} ${phaseWords[phase]}`,
  });
}

function resultLines(report: GenerateReport, { paint, cwd }: GenerateTextOptions): readonly string[] {
  const { verdict, source, files, server, milliseconds } = report;
  const where = `in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})`;
  switch (verdict) {
    case 'no-changes':
      return [`${paint.green('no changes')}: the migrations lead to the schema of ${source}, ${where}`];
    case 'differs':
      return [`${paint.red('differs')}: the migrations do not lead to the schema of ${source}, ${where}`];
    case 'not-exact':
      return [
        `${paint.red('not exact')}: nothing was written, ${where}`,
        'Write this change by hand: roundtrip new NAME.',
      ];
    case 'generated':
      return [
        ...files.map(({ path }) => relative(cwd, path)),
        `${paint.green('proven')}: up, down and up again are exact${rowsText(report)}, ${where}`,
      ];
    default:
      return assertNever(verdict);
  }
}

function rowsText({ proof }: GenerateReport): string {
  const tables = proof?.rows?.tables ?? 0;
  return tables === 0 ? '' : `, with rows in ${countOf(tables, 'table')}`;
}

/** What the user should know besides. */
function remarks({ proof, reordered, unmanaged }: GenerateReport): readonly string[] {
  const after = (phase: PairPhase) => [
    ...new Set((proof?.reordered ?? []).filter((one) => one.phase === phase).map(({ table }) => table)),
  ];
  const up = [...new Set([...after('up'), ...reordered])];
  const down = after('down');
  const left = describeUnmanaged(unmanaged);
  return [
    ...(up.length > 0
      ? [`the source has the columns in another order, which PostgreSQL cannot change: ${up.join(', ')}`]
      : []),
    ...(down.length > 0 ? [`the down adds columns again, which then come last: ${down.join(', ')}`] : []),
    ...(left === '' ? [] : [`left alone, since the source cannot describe it: ${left}`]),
  ];
}
