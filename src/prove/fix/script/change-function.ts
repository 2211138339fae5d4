import { indentAt, lineStart } from '../layout.js';
import { NotEditable } from '../not-editable.js';
import type { TextEdit } from '../text-edit.js';
import { builderOf, sourceOf, type Builder } from './builder.js';
import {
  isFunctionNode,
  lineOf,
  nodesIn,
  rangeOf,
  type Block,
  type Expression,
  type FunctionNode,
  type Script,
  type Statement,
} from './parse-script.js';
import { blockOf, withoutCallback, type FunctionChange } from './new-body.js';
import { statementIndent } from './script-layout.js';
import { statementCalls } from './statement-calls.js';

/**
 * Adds statements at the end of a function, or replaces its body by them.
 * @throws NotEditable when statements at the end would not always run, or too late
 */
export function changeFunction(fn: FunctionNode, options: FunctionChange): readonly TextEdit[] {
  if (fn.generator) throw new NotEditable('its "down" is a generator function');
  const builder = builderOf(options.script, fn, options.up);
  const edits =
    options.change.kind === 'add' ? addTo(fn, builder, options) : replaceBody(fn, builder, options);
  return [...builder.edits, ...edits];
}

function addTo(fn: FunctionNode, builder: Builder, options: FunctionChange): readonly TextEdit[] {
  assertTransaction(fn, options);
  const { body } = fn;
  if (body.type !== 'BlockStatement') return addToExpression(fn, body, { builder, options });
  const last = body.body.at(-1);
  assertReachesEnd(body, options.script);
  const callback = calledBack(fn, last, options.script);
  if (callback) return [beforeStatement(callback, callsIn(body, builder, options))];
  if (last?.type !== 'ReturnStatement') return atEnd(body, callsIn(body, builder, options), options);
  const { start, end } = rangeOf(last);
  if (!last.argument) return [{ start, end, text: callsIn(body, builder, options).trimStart() }];
  return [
    ...instead({ fn, value: last.argument, start }, builder, options),
    ...atEnd(body, callsIn(body, builder, options), options),
  ];
}

/** A repair that cannot run in a transaction would change how the statements of the author run. */
function assertTransaction(fn: FunctionNode, { script, change }: FunctionChange): void {
  if (change.transaction === 'one' || sourceOf(script, fn).includes('noTransaction')) return;
  throw new NotEditable('the repair cannot run in a transaction, and its down runs in one');
}

/** A `return` in the middle may skip what follows. */
function assertReachesEnd(body: Block, { text }: Script): void {
  const last = body.body.at(-1);
  for (const { node } of nodesIn(body, isFunctionNode))
    if (node.type === 'ReturnStatement' && node !== last)
      throw new NotEditable(`its "down" may return early, in line ${lineOf(text, rangeOf(node).start)}`);
}

/**
 * The last statement of a function with a second parameter, which node-pg-migrate takes for a callback: statements
 * that are added after its call are ignored.
 */
function calledBack(fn: FunctionNode, last: Statement | undefined, script: Script): Statement | undefined {
  const [, done] = fn.params;
  if (!done) return undefined;
  const isLast =
    last?.type === 'ExpressionStatement' &&
    last.expression.type === 'CallExpression' &&
    sourceOf(script, last.expression.callee) === sourceOf(script, done).replace(/\s*:[^]*$/, '');
  if (isLast) return last;
  throw new NotEditable('its "down" has a second parameter, a callback, and does not end with calling it');
}

function beforeStatement(statement: Statement, calls: string): TextEdit {
  const { start } = rangeOf(statement);
  const indent = /^\s*/.exec(calls)?.[0] ?? '';
  const lineEnd = calls.includes('\r\n') ? '\r\n' : '\n';
  return { start, end: start, text: `${calls.trimStart()}${lineEnd}${indent}` };
}

/** The calls, indented like the statements of a block. */
function callsIn(body: Block, builder: Builder, { script, layout, change }: FunctionChange): string {
  const indent =
    statementIndent(script.text, body) ?? indentAt(script.text, rangeOf(body).start) + layout.unit;
  return statementCalls(change.statements, { ...layout, builder, indent });
}

/** Inserts code before the brace that ends a block, in lines of its own. */
function atEnd(
  body: Block,
  code: string,
  { script: { text }, layout: { lineEnd } }: FunctionChange,
): readonly TextEdit[] {
  const { start: open, end } = rangeOf(body);
  const close = end - 1;
  const line = lineStart(text, close);
  if (line > open && text.slice(line, close).trim() === '')
    return [{ start: line, end: line, text: code + lineEnd }];
  const inner = text.slice(open + 1, close);
  const base = indentAt(text, open);
  const tail = {
    start: open + 1 + inner.trimEnd().length,
    end: close,
    text: `${lineEnd}${code}${lineEnd}${base}`,
  };
  const isOneLine = line <= open && inner.trim() !== '';
  if (!isOneLine) return [tail];
  const first = open + 1 + (inner.length - inner.trimStart().length);
  const indent = /^\s*/.exec(code)?.[0] ?? '';
  return [{ start: open + 1, end: first, text: lineEnd + indent }, tail];
}

interface ReturnedValue {
  readonly fn: FunctionNode;
  readonly value: Expression;
  /** Where what precedes the value begins. */
  readonly start: number;
}

/**
 * Turns a returned value into a statement. What is not the call of a method of the builder may be a promise, which
 * node-pg-migrate awaits.
 */
function instead(
  { fn, value, start }: ReturnedValue,
  builder: Builder,
  { script }: FunctionChange,
): readonly TextEdit[] {
  const { start: end } = outerRange(value, script.text);
  if (isAwaited(value) || isBuilderCall(value, builder, script)) return [{ start, end, text: '' }];
  if (fn.async) return [{ start, end, text: 'await ' }];
  const type = fn.returnType ? sourceOf(script, fn.returnType) : undefined;
  if (type !== undefined && !type.includes('Promise')) return [{ start, end, text: '' }];
  const { start: head } = rangeOf(fn);
  return [
    { start: head, end: head, text: 'async ' },
    { start, end, text: 'await ' },
  ];
}

function isAwaited(value: Expression): boolean {
  return value.type === 'AwaitExpression' || (value.type === 'UnaryExpression' && value.operator === 'void');
}

function isBuilderCall(value: Expression, { name }: Builder, script: Script): boolean {
  if (value.type !== 'CallExpression' || name === undefined) return false;
  const callee = sourceOf(script, value.callee);
  return callee.startsWith(`${name}.`) && !callee.startsWith(`${name}.db`);
}

interface Using {
  readonly builder: Builder;
  readonly options: FunctionChange;
}

/** Turns `(pgm) => pgm.dropTable('users')` into a function with a body in braces. */
function addToExpression(
  fn: FunctionNode,
  value: Expression,
  { builder, options }: Using,
): readonly TextEdit[] {
  const { script, layout, change } = options;
  const { text } = script;
  const { lineEnd, semicolon, unit } = layout;
  const range = outerRange(value, text);
  const base = indentAt(text, rangeOf(fn).start);
  const indent = base + unit;
  const calls = statementCalls(change.statements, { ...layout, builder, indent });
  const closing = `${lineEnd}${calls}${lineEnd}${base}}`;
  const arrowEnd = text.lastIndexOf('=>', range.start) + 2;
  if (isValueless(value)) return [{ start: arrowEnd, end: range.end, text: ` {${closing}` }];
  const [first, ...others] = instead({ fn, value, start: arrowEnd }, builder, options).toReversed();
  const opening = { start: arrowEnd, end: range.start, text: ` {${lineEnd}${indent}${first?.text ?? ''}` };
  return [...others, opening, { start: range.end, end: range.end, text: semicolon + closing }];
}

function isValueless({ type }: Expression): boolean {
  return /^(?:Identifier|NullLiteral|BooleanLiteral|NumericLiteral|StringLiteral)$/.test(type);
}

/** The range of an expression with the parentheses around it. */
function outerRange(value: Expression, text: string): { readonly start: number; readonly end: number } {
  const range = rangeOf(value);
  const parenthesis = value.extra?.parenStart;
  if (typeof parenthesis !== 'number') return range;
  return { start: parenthesis, end: text.indexOf(')', range.end) + 1 };
}

function replaceBody(fn: FunctionNode, builder: Builder, options: FunctionChange): readonly TextEdit[] {
  const { text } = options.script;
  const block = blockOf(builder, indentAt(text, rangeOf(fn).start), options);
  const { body } = fn;
  if (body.type === 'BlockStatement') return [...withoutCallback(fn), { ...rangeOf(body), text: block }];
  const { start: value, end } = outerRange(body, text);
  const start = text.lastIndexOf('=>', value) + 2;
  return [...withoutCallback(fn), { start, end, text: ` ${block}` }];
}
