import { parse, type ParserPlugin } from '@babel/parser';
import { messageOf } from '../../../errors.js';
import { NotEditable } from '../not-editable.js';

export type Program = ReturnType<typeof parse>['program'];
export type Statement = Program['body'][number];
export type Expression = Extract<Statement, { type: 'ExpressionStatement' }>['expression'];
export type ObjectLiteral = Extract<Expression, { type: 'ObjectExpression' }>;
type ObjectMethod = Extract<ObjectLiteral['properties'][number], { type: 'ObjectMethod' }>;
export type Block = Extract<Statement, { type: 'BlockStatement' }>;

export type FunctionNode =
  | Extract<Statement, { type: 'FunctionDeclaration' }>
  | Extract<Expression, { type: 'FunctionExpression' | 'ArrowFunctionExpression' }>
  | ObjectMethod;

/** A script and where its parts are. */
export interface Script {
  readonly text: string;
  readonly program: Program;
  readonly language: 'typescript' | 'javascript';
}

const plugins: Readonly<Record<Script['language'], readonly ParserPlugin[]>> = {
  typescript: ['typescript', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
  javascript: ['jsx', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
};

/** @throws NotEditable when the parser does not know the syntax */
export function parseScript(fileName: string, text: string): Script {
  const language = /\.[mc]?ts$/.test(fileName) ? 'typescript' : 'javascript';
  try {
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      plugins: [...plugins[language]],
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
    });
    return { text, program, language };
  } catch (error) {
    throw new NotEditable(`it cannot be parsed: ${messageOf(error)}`);
  }
}

/** Positions of a node in the text. */
export function rangeOf({ start, end }: { readonly start?: number | null; readonly end?: number | null }): {
  readonly start: number;
  readonly end: number;
} {
  if (typeof start !== 'number' || typeof end !== 'number') throw new Error('a parsed node has no position');
  return { start, end };
}

/** 1-based line of a position. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** A node of any type, by what all have. */
export interface AnyNode {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
}

/** A node, and the key of its parent that it is under. */
export interface Visited {
  readonly node: AnyNode;
  readonly parent: AnyNode;
  readonly key: string;
}

const notNodes: ReadonlySet<string> = new Set([
  'loc',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
]);

/** All nodes in a tree, without those in the nodes that `skips` is true for. */
export function* nodesIn(
  parent: AnyNode,
  skips: (node: AnyNode) => boolean = () => false,
): Generator<Visited> {
  for (const [key, value] of Object.entries(parent)) {
    if (notNodes.has(key)) continue;
    for (const node of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
      if (!isNode(node)) continue;
      yield { node, parent, key };
      if (!skips(node)) yield* nodesIn(node, skips);
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

export function isFunctionNode(node: AnyNode): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/.test(
    node.type,
  );
}
