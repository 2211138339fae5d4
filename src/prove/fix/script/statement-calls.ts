import { isComment } from '../down-change.js';
import { withLineEnds } from '../layout.js';
import type { Builder } from './builder.js';

export interface CallStyle {
  readonly builder: Pick<Builder, 'prefix'>;
  /** White space at the beginning of each line. */
  readonly indent: string;
  readonly lineEnd: string;
  readonly semicolon: '' | ';';
}

/** Code that adds statements to a migration, one call for each, without a line end after the last. */
export function statementCalls(statements: readonly string[], style: CallStyle): string {
  return statements.map((statement) => style.indent + callOf(statement, style)).join(style.lineEnd);
}

function callOf(statement: string, { builder, indent, lineEnd, semicolon }: CallStyle): string {
  if (isComment(statement)) return statement.replace(/^--/gm, '//').replaceAll('\n', lineEnd + indent);
  return `${builder.prefix}sql(\`${templateText(withLineEnds(statement, `\n${indent}`), lineEnd)}\`)${semicolon}`;
}

/**
 * A template literal reads every line end of the file as `\n` (ECMAScript, 12.9.6 Template Literal Lexical Components),
 * so a carriage return of the statement must be escaped.
 */
function templateText(sql: string, lineEnd: string): string {
  return sql
    .replace(/[\\`]|\$(?=\{)/g, '\\$&')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', lineEnd);
}
