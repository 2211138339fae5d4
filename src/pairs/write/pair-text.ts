import type { MigrationLanguage, ModuleForm } from '../../migrations/language.js';
import type { PlannedDirection } from '../plan-pair.js';
import type { PairFile } from '../split-files.js';
import { findCall, type CallContext } from './find-calls.js';
import { foldCalls, type Line } from './fold-calls.js';
import { printCall, printSql } from './print-call.js';

export interface TextOptions {
  readonly language: MigrationLanguage;
  /** Module system of `.js` files. */
  readonly form: ModuleForm;
  /** Lines of a comment at the top. */
  readonly header?: readonly string[];
  /** Where builder calls are written for statements that they express; else every statement is `pgm.sql`. */
  readonly builder?: Omit<CallContext, 'tableOfIndex'> | undefined;
}

/** The text of a migration file with both directions of a pair. */
export async function pairText(file: PairFile, options: TextOptions): Promise<string> {
  if (options.language === 'sql') return sqlText(file, options);
  const context = options.builder && { ...options.builder, tableOfIndex: indexTables(file) };
  const [up, down] = await Promise.all([file.up, file.down].map((direction) => linesOf(direction, context)));
  return moduleText({ up: up ?? [], down: down ?? [], transaction: file.transaction }, options);
}

function sqlText({ up, down }: PairFile, { header = [] }: TextOptions): string {
  const lines = (direction: PlannedDirection) =>
    withComments(direction).flatMap(({ comments, sql }) => [...comments.map((text) => `-- ${text}`), sql]);
  return [
    ...header.map((line) => `-- ${line}`.trimEnd()),
    '-- Up Migration',
    ...lines(up),
    '',
    '-- Down Migration',
    ...lines(down),
    '',
  ].join('\n');
}

/** Statements with hazards as comments above them; a statement that is a comment belongs to the next one. */
function withComments({ statements, hazards }: PlannedDirection): readonly Line[] {
  const lines: Line[] = [];
  let comments: string[] = [];
  for (const [index, sql] of statements.entries()) {
    if (sql.startsWith('--')) {
      comments.push(...sql.split('\n').map((line) => line.replace(/^--\s?/, '')));
      continue;
    }
    const found = hazards.filter(({ statement }) => statement === index).map(({ message }) => message);
    const others = comments.filter((text) => !found.some((one) => text.startsWith(one.replace(/\.$/, ''))));
    lines.push({ comments: [...others, ...found], sql });
    comments = [];
  }
  return comments.length > 0 ? [...lines, { comments, sql: '' }] : lines;
}

async function linesOf(
  direction: PlannedDirection,
  context: CallContext | undefined,
): Promise<readonly Line[]> {
  const lines = withComments(direction);
  if (!context) return lines;
  return foldCalls(
    await Promise.all(lines.map(async (line) => ({ ...line, call: await findCall(line.sql, context) }))),
  );
}

/** The tables of the indexes that the pair creates in one of the directions. */
function indexTables({ up, down }: PairFile): CallContext['tableOfIndex'] {
  const tables = new Map<string, string>();
  for (const sql of [...up.statements, ...down.statements]) {
    const [, index, table = ''] =
      /^CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(\S+) ON (?:ONLY )?(\S+) /.exec(sql) ?? [];
    const schema = /^(.+)\.[^.]+$/.exec(table)?.[1];
    if (index !== undefined && schema !== undefined) tables.set(`${schema}.${index}`, table);
  }
  return (index) => tables.get(index);
}

interface ModuleLines extends Pick<PairFile, 'transaction'> {
  readonly up: readonly Line[];
  readonly down: readonly Line[];
}

function moduleText({ up, down, transaction }: ModuleLines, options: TextOptions): string {
  const { language, header = [] } = options;
  const isTyped = language === 'ts';
  return [
    ...header.map((line) => `// ${line}`.trimEnd()),
    ...(header.length > 0 ? [''] : []),
    ...(isTyped ? [`import type { MigrationBuilder } from 'node-pg-migrate';`, ''] : []),
    ...actionText('up', up, { ...options, transaction }),
    '',
    ...actionText('down', down, { ...options, transaction }),
    '',
  ].join('\n');
}

function actionText(
  name: 'up' | 'down',
  lines: readonly Line[],
  { language, form, transaction }: TextOptions & Pick<PairFile, 'transaction'>,
): readonly string[] {
  const isTyped = language === 'ts';
  const isCommon = language === 'cjs' || (language === 'js' && form === 'cjs');
  const body = [...(transaction === 'none' ? ['pgm.noTransaction();'] : []), ...lines.flatMap(codeOf)];
  return [
    ...(isTyped ? [] : ["/** @param {import('node-pg-migrate').MigrationBuilder} pgm */"]),
    isCommon
      ? `exports.${name} = (pgm) => {`
      : `export function ${name}(pgm${isTyped ? ': MigrationBuilder): void' : ')'} {`,
    ...body.map((statement) => `  ${statement}`),
    isCommon ? '};' : '}',
  ];
}

function codeOf({ comments, sql, call }: Line): readonly string[] {
  return [
    ...comments.map((text) => `// ${text}`),
    ...(call ? [printCall(call)] : sql === '' ? [] : [printSql(sql)]),
  ];
}
