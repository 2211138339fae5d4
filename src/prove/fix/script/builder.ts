import { NotEditable } from '../not-editable.js';
import type { TextEdit } from '../text-edit.js';
import { lineOf, rangeOf, type AnyNode, type FunctionNode, type Script } from './parse-script.js';

/** How a function calls the builder of node-pg-migrate that it gets as its first parameter. */
export interface Builder {
  /** What precedes the name of a method: `pgm.`; empty where the function takes the methods apart. */
  readonly prefix: string;
  readonly name: string | undefined;
  /** Edits that give the function this parameter. */
  readonly edits: readonly TextEdit[];
}

/**
 * @throws NotEditable when the parameter has no name for `pgm.sql`
 */
export function builderOf(script: Script, fn: FunctionNode, typeOf: FunctionNode | undefined): Builder {
  const [first] = fn.params;
  if (!first) return newBuilder(script, fn, typeOf);
  const parameter = (first.type === 'AssignmentPattern' ? first.left : first) as AnyNode & { name?: string };
  if (parameter.type === 'Identifier' && parameter.name !== undefined)
    return { prefix: `${parameter.name}.`, name: parameter.name, edits: [] };
  if (parameter.type === 'ObjectPattern' && /[{,]\s*sql\s*[,}]/.test(sourceOf(script, parameter)))
    return { prefix: '', name: undefined, edits: [] };
  throw new NotEditable(
    `the builder that its function in line ${lineOf(script.text, rangeOf(fn).start)} takes has no name`,
  );
}

function newBuilder(script: Script, fn: FunctionNode, typeOf: FunctionNode | undefined): Builder {
  const { start } = rangeOf(fn);
  const from = fn.type === 'FunctionDeclaration' && fn.id ? rangeOf(fn.id).end : start;
  const open = script.text.indexOf('(', from) + 1;
  const type = script.language === 'typescript' ? typeFrom(script, typeOf) : '';
  return { prefix: 'pgm.', name: 'pgm', edits: [{ start: open, end: open, text: `pgm${type}` }] };
}

/** The type that another function of the file gives its parameter. */
function typeFrom(script: Script, other: FunctionNode | undefined): string {
  const annotation = (other?.params[0] as { typeAnnotation?: AnyNode | null } | undefined)?.typeAnnotation;
  return annotation ? sourceOf(script, annotation) : `: import('node-pg-migrate').MigrationBuilder`;
}

export function sourceOf({ text }: Pick<Script, 'text'>, node: AnyNode): string {
  const { start, end } = rangeOf(node);
  return text.slice(start, end);
}
