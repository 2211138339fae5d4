import { relative } from 'node:path';
import type { Misplaced, OrderReport } from '../../git/migration-order.js';
import { annotation, type AnnotationOptions } from '../text/annotation.js';
import type { JunitCase } from '../text/junit-xml.js';
import { cell, code, escapeMarkdown } from '../text/markdown-syntax.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';

/** The order of the migrations in `prove --changed --json`. */
export interface OrderResult {
  readonly verdict: 'in-order' | 'out-of-order';
  /** The branch that the migrations are compared with, and its last migration. */
  readonly branch: string;
  readonly last: string | null;
  readonly misplaced: readonly {
    readonly name: string;
    /** Path from the folder of the project. */
    readonly file: string;
    /** Migrations of that branch that come after it. */
    readonly before: readonly string[];
    readonly newName: string;
  }[];
}

export const renameAdvice = 'roundtrip new --rebase';

export function orderToJson({ branch, last, misplaced }: OrderReport, cwd: string): OrderResult {
  return {
    verdict: misplaced.length === 0 ? 'in-order' : 'out-of-order',
    branch,
    last: last ?? null,
    misplaced: misplaced.map(({ name, path, before, newName }) => ({
      name,
      file: relative(cwd, path),
      before,
      newName,
    })),
  };
}

/** Renders the misplaced migrations; empty where there are none. */
export function renderOrder(
  report: OrderReport,
  { paint, cwd }: { readonly paint: Paint; readonly cwd: string },
): string {
  const { misplaced } = report;
  if (misplaced.length === 0) return '';
  const parts = misplaced.map((one) =>
    [
      `${paint.bold(one.name)}  ${paint.dim(relative(cwd, one.path))}`,
      `  ${misplacedText(one, report)}`,
      `  new name: ${paint.cyan(one.newName)}`,
    ].join('\n'),
  );
  const heading = paint.red(`${countOf(misplaced.length, 'migration')} out of order`);
  return [...parts, `${heading}; to rename: ${renameAdvice}`].join('\n\n');
}

/** `comes before 4_city and 2 more migrations, which are already on origin/main` */
export function misplacedText(
  { before: [first = '', ...more] }: Pick<Misplaced, 'before'>,
  { branch }: Pick<OrderReport, 'branch'>,
): string {
  const others =
    more.length === 0
      ? ', which is'
      : ` and ${more.length} more migration${more.length > 1 ? 's' : ''}, which are`;
  return `comes before ${first}${others} already on ${branch}: up refuses it where ${more.length === 0 ? 'that one is' : 'they are'} applied`;
}

export function orderCases(report: OrderReport, cwd: string): readonly JunitCase[] {
  const { branch, misplaced } = report;
  const classname = 'roundtrip.order';
  if (misplaced.length === 0) {
    const passed = { kind: 'passed', output: '' } as const;
    return [{ attributes: { name: `order after ${branch}`, classname }, milliseconds: 0, outcome: passed }];
  }
  return misplaced.map((one) => ({
    attributes: { name: `order of ${one.name}`, classname, file: relative(cwd, one.path), line: 1 },
    milliseconds: 0,
    outcome: { kind: 'failure', type: 'out-of-order', message: 'out of order', text: fullText(one, report) },
  }));
}

export function orderAnnotations(report: OrderReport, options: AnnotationOptions): readonly string[] {
  return report.misplaced.map((one) =>
    annotation(
      { path: one.path, line: 1, title: `${one.name} is out of order`, message: fullText(one, report) },
      options,
    ),
  );
}

function fullText(one: Misplaced, report: OrderReport): string {
  return `${misplacedText(one, report)}\nnew name: ${one.newName}\nto rename: ${renameAdvice}`;
}

export function orderToMarkdown(report: OrderReport): readonly string[] {
  const { misplaced, branch } = report;
  if (misplaced.length === 0) return [];
  const rows = misplaced.map((one) =>
    [one.name, one.newName, one.before.join(', ')].map((text) => cell(code(text))).join(' | '),
  );
  return [
    '## ❌ Out of order',
    `These migrations come before migrations that are already on ${escapeMarkdown(branch)}: \`up\` refuses them where those are applied. To rename them: \`${renameAdvice}\`.`,
    [
      '| Migration | New name | Comes before |',
      '| --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n'),
  ];
}
