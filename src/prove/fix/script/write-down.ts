import { indentAt } from '../layout.js';
import { NotEditable } from '../not-editable.js';
import { applyEdits, type TextEdit } from '../text-edit.js';
import { builderOf, sourceOf, type Builder } from './builder.js';
import { blockOf, withoutCallback, type FunctionChange } from './new-body.js';
import type { Exported, ExportForm } from './find-export.js';
import { rangeOf, type AnyNode, type FunctionNode, type Statement } from './parse-script.js';

type ExportedFunction = Extract<Exported, { kind: 'function' }>;

/**
 * Writes a down in the form in which the file exports its up.
 * @throws NotEditable for an up whose form cannot be repeated
 */
export function writeDown(up: ExportedFunction, options: FunctionChange): readonly TextEdit[] {
  const { fn, form } = up;
  const { lineEnd } = options.layout;
  switch (form.kind) {
    case 'declaration': {
      const declared = declarationOf(fn, form, options);
      return [
        insertion(
          rangeOf(form.statement).end,
          lineEnd + lineEnd + typesOf(form.statement, options) + declared,
        ),
        ...(form.listed ? [listing(form.listed, options)] : []),
      ];
    }
    case 'assignment': {
      const text = `${form.object}.down = ${functionLike(fn, options)}${options.layout.semicolon}`;
      return [
        insertion(rangeOf(form.statement).end, lineEnd + lineEnd + typesOf(form.statement, options) + text),
      ];
    }
    case 'property':
      return [propertyAfter(fn, form.property, options)];
  }
}

/** The comment before the up that has only the types of JavaScript, which apply to the down, too. */
function typesOf({ leadingComments }: Statement, { script, layout }: FunctionChange): string {
  const comment = leadingComments?.at(-1);
  const isOfTypes = comment?.type === 'CommentBlock' && /^[\s*]*@/.test(comment.value);
  return comment && isOfTypes ? script.text.slice(comment.start, comment.end) + layout.lineEnd : '';
}

/** Gives the export the function instead of the value `undefined`. */
export function writeInstead(
  value: AnyNode,
  up: ExportedFunction,
  options: FunctionChange,
): readonly TextEdit[] {
  return [{ ...rangeOf(value), text: anonymous(up.fn, options) }];
}

function insertion(position: number, text: string): TextEdit {
  return { start: position, end: position, text };
}

/** The statement that declares the up, for the down. */
function declarationOf(
  fn: FunctionNode,
  { statement }: Extract<ExportForm, { kind: 'declaration' }>,
  options: FunctionChange,
): string {
  const { start } = rangeOf(statement);
  const before = options.script.text.slice(start, rangeOf(fn).start);
  if (fn.type === 'FunctionDeclaration') return before + functionLike(fn, options);
  const [, keywords, type = ''] = variableBefore.exec(before) ?? [];
  if (keywords === undefined)
    throw new NotEditable('it has no down, and the declaration of its up cannot be repeated');
  return `${keywords}down${type} = ${functionLike(fn, options)}${options.layout.semicolon}`;
}

/** `export const up: Action = ` */
const variableBefore = /^((?:export\s+)?(?:const|let|var)\s+)[\w$]+(\s*:[^]*\S)?\s*=\s*$/;

/** `, down` after the up in `export { up }` or `module.exports = { up }`. */
function listing(listed: AnyNode, { script }: FunctionChange): TextEdit {
  if (listed.type !== 'ExportSpecifier' && listed.type !== 'ObjectProperty')
    throw new NotEditable('it has no down, and the export of its up cannot be repeated');
  const { start, end } = rangeOf(listed);
  const before = script.text.slice(0, start);
  const gap = /[{,](\s*)$/.exec(before)?.[1] ?? ' ';
  return insertion(end, `,${gap.includes('\n') ? gap : ' '}down`);
}

function propertyAfter(fn: FunctionNode, property: AnyNode, options: FunctionChange): TextEdit {
  const { script, layout } = options;
  const { start, end } = rangeOf(property);
  const indent = indentAt(script.text, start);
  const value = fn.type === 'ObjectMethod' ? functionLike(fn, options) : `down: ${functionLike(fn, options)}`;
  return insertion(end, `,${layout.lineEnd}${indent}${value}`);
}

/** The head of a function, with the name `down` where it has one, and a body of the statements. */
function functionLike(fn: FunctionNode, options: FunctionChange): string {
  const { script } = options;
  const builder = builderOf(script, fn, fn);
  const { start } = rangeOf(fn);
  const head = headEnd(fn, script.text);
  const named = nameIn(fn);
  const edits: readonly TextEdit[] = [
    ...(named ? [{ ...rangeOf(named), text: 'down' }] : []),
    ...builder.edits,
    ...withoutCallback(fn),
  ];
  const inHead = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const written = applyEdits(script.text.slice(start, head), inHead).trimEnd();
  return `${written} ${blockOf(builder, indentAt(script.text, start), options)}`;
}

function headEnd(fn: FunctionNode, text: string): number {
  const { start } = rangeOf(fn.body);
  return fn.type === 'ArrowFunctionExpression' ? text.lastIndexOf('=>', start) + 2 : start;
}

function nameIn(fn: FunctionNode): AnyNode | undefined {
  if (fn.type === 'ObjectMethod') return fn.key;
  return fn.type === 'ArrowFunctionExpression' ? undefined : (fn.id ?? undefined);
}

/** An arrow function with the parameter of the up. */
function anonymous(fn: FunctionNode, options: FunctionChange): string {
  const builder: Builder = builderOf(options.script, fn, fn);
  const [parameter] = fn.params;
  const written = parameter ? sourceOf(options.script, parameter) : (builder.edits[0]?.text ?? 'pgm');
  return `(${written}) => ${blockOf(builder, indentAt(options.script.text, rangeOf(fn).start), options)}`;
}
