import { parse } from '@babel/parser';

/** A string or a part of a template in the text of a file. */
export interface SourceLiteral {
  /** Its value. */
  readonly value: string;
  /** Between the quotes, in UTF-16 units. */
  readonly start: number;
  readonly raw: string;
}

/** A call in the text of a file. */
export interface SourceCall {
  readonly start: number;
  readonly end: number;
  /** 1-based line of the name of its method, which stacks of errors have. */
  readonly line: number;
}

export interface SourceParts {
  readonly literals: readonly SourceLiteral[];
  readonly calls: readonly SourceCall[];
}

/** The literals and calls of TypeScript or JavaScript, in their order; none where it cannot be parsed. */
export function sourceParts(text: string): SourceParts {
  const literals: SourceLiteral[] = [];
  const calls: SourceCall[] = [];
  for (const node of nodesIn(parseCode(text))) {
    const { type, start, end } = node;
    if (type === 'StringLiteral') {
      literals.push({
        value: node.value as string,
        start: start + 1,
        raw: text.slice(start + 1, end - 1),
      });
    } else if (type === 'TemplateElement') {
      const { cooked } = node.value as { readonly cooked?: string };
      if (cooked !== undefined) literals.push({ value: cooked, start, raw: text.slice(start, end) });
    } else if (type === 'CallExpression') {
      const callee = node.callee as { readonly property?: Place } & Place;
      calls.push({ start, end, line: (callee.property ?? callee).loc.start.line });
    }
  }
  return { literals: literals.sort(byStart), calls: calls.sort(byStart) };
}

interface Place {
  readonly loc: { readonly start: { readonly line: number } };
}

interface AstNode extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

function parseCode(text: string): unknown {
  try {
    return parse(text, {
      sourceType: 'unambiguous',
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      plugins: ['typescript', 'decorators'],
    }).program;
  } catch {
    return undefined;
  }
}

function* nodesIn(tree: unknown): Generator<AstNode> {
  if (typeof tree !== 'object' || tree === null) return;
  if (Array.isArray(tree)) {
    for (const one of tree) yield* nodesIn(one);
    return;
  }
  if (isNode(tree)) yield tree;
  for (const [key, value] of Object.entries(tree))
    if (key !== 'loc' && !key.endsWith('Comments')) yield* nodesIn(value);
}

function isNode(value: object): value is AstNode {
  return (
    'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number'
  );
}

function byStart(a: { readonly start: number }, b: { readonly start: number }): number {
  return a.start - b.start;
}

/** An escape sequence, a line break that a template has as one character, or any other character. */
const unit = /\\(?:u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|\r\n|[\s\S])|\r\n|[\s\S]/g;

/** The position in the file of a position in the value of a literal. */
export function positionIn({ raw, start }: SourceLiteral, offset: number): number {
  if (!/[\\\r]/.test(raw)) return start + offset;
  let left = offset;
  for (const { 0: written, index } of raw.matchAll(unit)) {
    if (left <= 0) return start + index;
    left -= lengthOf(written);
  }
  return start + raw.length;
}

/** How many units of the value a piece of the text is. */
function lengthOf(written: string): number {
  if (/^\\[\r\n\u2028\u2029]/.test(written)) return 0;
  const [, code] = /^\\u\{([\da-fA-F]+)\}$/.exec(written) ?? [];
  return code !== undefined && Number.parseInt(code, 16) > 0xffff ? 2 : 1;
}
