import { relative } from 'node:path';
import { assertNever } from '../../errors.js';
import type { IntrospectReport } from '../../introspect/introspect-report.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import { traceLines } from '../text/trace-lines.js';

const width = 100;

const changeTexts = {
  left: 'is created, and the database does not have it',
  missing: 'is missing',
  changed: 'is different',
  reordered: 'has its columns in a different order',
} as const;

export interface RenderOptions {
  readonly paint: Paint;
  /** Paths are printed relative to this folder. */
  readonly cwd: string;
}

/** Renders the result of `introspect`. */
export function renderIntrospect(report: IntrospectReport, options: RenderOptions): string {
  const { verdict, label } = report;
  switch (verdict) {
    case 'empty':
      return [`${label} contains nothing to write a migration for`, ...remarks(report)].join('\n');
    case 'not-exact':
      return renderInexact(report, options);
    case 'planned':
      return [
        ...report.files.map(({ path, text }) => `-- ${relative(options.cwd, path)}\n${text}`),
        ...remarks(report),
        `proven: up creates ${objectsOf(report)}, down removes them; nothing was written`,
      ].join('\n');
    case 'written':
      return [
        ...report.files.map(
          ({ path }) => `${options.paint.green('written')}  ${relative(options.cwd, path)}`,
        ),
        ...drizzleLines(report, options),
        ...remarks(report),
        `proven: up creates ${objectsOf(report)}, down removes them`,
      ].join('\n');
    default:
      return assertNever(verdict);
  }
}

function drizzleLines({ drizzle }: IntrospectReport, { paint, cwd }: RenderOptions): readonly string[] {
  if (!drizzle) return [];
  const types = drizzle.unknownTypes.join(', ');
  return [
    `${paint.green('written')}  ${relative(cwd, drizzle.path)}`,
    ...(types === ''
      ? []
      : [`drizzle-kit knows no column for these types, complete the file by hand: ${types}`]),
  ];
}

function objectsOf({ objects }: IntrospectReport): string {
  return countOf(
    objects.reduce((sum, one) => sum + one.count, 0),
    'object',
  );
}

function remarks({ roles, toolTables, leftOut }: IntrospectReport): readonly string[] {
  const presumed = roles.are === 'presumed' ? 'must exist where it runs' : 'created, without passwords';
  return [
    ...(roles.names.length > 0 ? [`roles, ${presumed}: ${roles.names.join(', ')}`] : []),
    ...toolTables.map(({ table, tool }) => `left out: table ${table} of ${tool}`),
    ...leftOut.map((label) => `left out: ${label}`),
  ];
}

function renderInexact({ label, limits, residual }: IntrospectReport, { paint }: RenderOptions): string {
  return [
    paint.red(`no migration creates the catalog of ${label} exactly`),
    ...traceLines(residual, { paint, width, textOf: ({ change }) => changeTexts[change] }).map(
      (line) => `  ${line}`,
    ),
    ...limits.map(({ kind, name, reason }) => `  ${paint.bold(`${kind} ${name}`)}: ${reason}`),
    '',
    'Nothing was written. Drop or change these objects in a copy of the database, and introspect that copy.',
  ].join('\n');
}

/** The format of `introspect --json`. */
export function introspectToJson(report: IntrospectReport, cwd: string): object {
  const { verdict, label, files, objects, roles, toolTables, leftOut, limits, residual, drizzle } = report;
  return {
    format: 'roundtrip.introspect/1',
    verdict,
    database: label,
    files: files.map(({ name, path, text }) => ({
      name,
      path: relative(cwd, path),
      ...(verdict === 'planned' ? { text } : {}),
    })),
    objects: Object.fromEntries(objects.map(({ kind, count: number }) => [kind, number])),
    roles,
    ...(drizzle
      ? { drizzle: { path: relative(cwd, drizzle.path), unknownTypes: drizzle.unknownTypes } }
      : {}),
    leftOut: [...toolTables.map(({ table, tool }) => `table ${table} of ${tool}`), ...leftOut],
    residual,
    ...(limits.length > 0 ? { limits } : {}),
  };
}
