import type { ChecklistGroup, ChecklistItem, EnumItem, TableChecklist } from '../../verify/checklist.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import type { Paint } from '../text/paint.js';
import { categoryCount, isFine, wordsFor, type VerifyWords } from './words.js';
import { wrapText } from '../text/wrap-text.js';

/** Width of lists of names, in characters. */
const width = 110;

/** Categories of objects without names of their own: comments on a table and its columns. */
const unnamed: ReadonlySet<string> = new Set(['comment']);

/** Renders all expected objects with their results: table by table, then the rest. */
export function renderChecklist({ checklist, with: other }: VerifyReport, paint: Paint): string {
  const style = { paint, words: wordsFor(other) };
  const shown = new Set(checklist.tables.flatMap(({ enums }) => enums.map(({ name }) => name)));
  return [
    ...checklist.tables.flatMap((table) => tableLines(table, style)),
    ...checklist.enums.filter(({ name }) => !shown.has(name)).map((one) => enumLine(one, style)),
    ...checklist.others.flatMap((group) => groupLines(group, style)),
  ].join('\n');
}

interface Style {
  readonly paint: Paint;
  readonly words: VerifyWords;
}

function tableLines(table: TableChecklist, style: Style): readonly string[] {
  const { paint } = style;
  const remark = table.status === 'found' ? '' : `  ${statusText(table, style)}`;
  const head = `${mark(isTableFine(table), paint)} ${paint.bold(`${table.kind} ${table.name}`)}${remark}`;
  if (table.status === 'missing') return [head];
  const parts = [
    ...table.enums.map((one) => enumLine(one, style)),
    ...table.groups.flatMap((group) => groupLines(group, style)),
  ];
  return [head, ...parts.map((line) => `  ${line}`)];
}

/** Returns whether a table and all its parts pass. */
export function isTableFine({ status, enums, groups }: TableChecklist): boolean {
  const parts = [...enums, ...groups.flatMap(({ items }) => items)];
  return isFine(status) && parts.every((part) => isFine(part.status));
}

function enumLine(item: EnumItem, style: Style): string {
  const remark = item.status === 'found' ? '' : `  ${statusText(item, style)}`;
  return `${mark(isFine(item.status), style.paint)} enum ${item.name} (${item.values.join(', ')})${remark}`;
}

function groupLines({ category, items }: ChecklistGroup, style: Style): readonly string[] {
  const { paint } = style;
  const expected = items.filter(({ status }) => status !== 'extra');
  const found = expected.filter(({ status }) => status === 'found');
  const others = items.filter(({ status }) => status !== 'found');
  const number = categoryCount(expected.length, category);
  const head = found.length === expected.length ? number : `${found.length} of ${number}`;
  const names = unnamed.has(category) ? '' : found.map(({ label }) => label).join(', ');
  const [first = '', ...more] = wrapText(names === '' ? head : `${head}: ${names}`, width);
  return [
    `${mark(
      others.every(({ status }) => isFine(status)),
      paint,
    )} ${first}`,
    ...more.map((line) => `    ${line}`),
    ...others.map((item) => `    ${item.label}  ${statusText(item, style)}`),
  ];
}

function mark(fine: boolean, paint: Paint): string {
  return fine ? paint.green('✓') : paint.red('✗');
}

function statusText({ status }: ChecklistItem, { paint, words }: Style): string {
  if (status === 'found') return '';
  return status === 'ignored' ? paint.dim(status) : paint.red(words.changes[status]);
}
