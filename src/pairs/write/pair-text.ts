import type { MigrationLanguage, ModuleForm } from '../../migrations/language.js';
import type { Hazard } from '../hazards.js';
import type { PlannedDirection } from '../plan-pair.js';
import type { PairFile } from '../split-files.js';
import { codeOf, type CodeOptions } from './code.js';

export interface TextOptions extends CodeOptions {
  readonly language: Exclude<MigrationLanguage, 'sql'> | 'sql';
  /** Module system of `.js` files. */
  readonly form: ModuleForm;
  /** Lines of a comment at the top. */
  readonly header?: readonly string[];
}

/** A comment above the statement, or the statement. */
export interface Part {
  readonly comments: readonly string[];
  readonly sql: string;
}

/** The text of a migration file with both directions of a pair. */
export function pairText(file: PairFile, options: TextOptions): string {
  return options.language === 'sql' ? sqlText(file, options) : moduleText(file, options);
}

function sqlText({ up, down }: PairFile, { header = [] }: TextOptions): string {
  const lines = (parts: readonly Part[]) =>
    parts.flatMap(({ comments, sql }) => [...comments.map((text) => `-- ${text}`), sql]);
  return [
    ...header.map((line) => `-- ${line}`),
    '-- Up Migration',
    ...lines(partsOf(up)),
    '',
    '-- Down Migration',
    ...lines(partsOf(down)),
    '',
  ].join('\n');
}

function moduleText({ up, down, transaction }: PairFile, options: TextOptions): string {
  const { language, form, header = [] } = options;
  const isTyped = language === 'ts';
  const isCommon = language === 'cjs' || (language === 'js' && form === 'cjs');
  const action = (name: 'up' | 'down', direction: PlannedDirection) => {
    const body = [
      ...(transaction === 'none' ? ['pgm.noTransaction();'] : []),
      ...bodyOf(partsOf(direction), options),
    ];
    const lines = body.flatMap((statement) => indent(statement));
    const [start, end] = isCommon
      ? [`exports.${name} = (pgm) => {`, '};']
      : [`export function ${name}(pgm${isTyped ? ': MigrationBuilder): void' : ')'} {`, '}'];
    return [...(isTyped ? [] : [builderType]), start, ...lines, end];
  };
  return [
    ...header.map((line) => `// ${line}`),
    ...(header.length > 0 && !isTyped ? [''] : []),
    ...(isTyped ? [`import type { MigrationBuilder } from 'node-pg-migrate';`, ''] : []),
    ...action('up', up),
    '',
    ...action('down', down),
    '',
  ].join('\n');
}

const builderType = "/** @param {import('node-pg-migrate').MigrationBuilder} pgm */";

/** The statements of a function, each of one or more lines. */
function bodyOf(parts: readonly Part[], options: TextOptions): readonly string[] {
  return parts.flatMap(({ comments, sql }) => [
    ...comments.map((text) => `// ${text}`),
    ...codeOf(sql, options),
  ]);
}

/** Only the first line: what follows is either part of a template or was indented before. */
function indent(statement: string): readonly string[] {
  return [`  ${statement}`];
}

/** Statements with the hazards of each as comments; a statement that is a comment belongs to the next one. */
export function partsOf({ statements, hazards }: PlannedDirection): readonly Part[] {
  return statements.map((sql, index) => ({
    comments: hazards.filter(({ statement }) => statement === index).map(commentOf),
    sql,
  }));
}

function commentOf({ kind, message }: Hazard): string {
  return `${kind === 'data-loss' ? 'Loses data' : 'May fail'}: ${message}`;
}
