import { indentAt, lineEndOf, lineStart } from '../layout.js';
import { nodesIn, rangeOf, type Block, type Script } from './parse-script.js';

/** How a script is written, as far as new code follows it. */
export interface ScriptLayout {
  readonly lineEnd: string;
  /** White space of one level of indentation. */
  readonly unit: string;
  readonly semicolon: '' | ';';
}

export function layoutOf(script: Script): ScriptLayout {
  return { lineEnd: lineEndOf(script.text), unit: unitOf(script), semicolon: semicolonOf(script) };
}

/** The indentation of the first statement in a block that is indented; two spaces if there is none. */
function unitOf({ text, program }: Script): string {
  for (const { node } of nodesIn(program)) {
    if (node.type !== 'BlockStatement') continue;
    const inner = statementIndent(text, node as Block);
    const outer = indentAt(text, rangeOf(node).start);
    if (inner !== undefined && inner.length > outer.length) return inner.slice(outer.length);
  }
  return '  ';
}

/** The indentation of the first statement of a block that begins a line. */
export function statementIndent(text: string, { body }: Block): string | undefined {
  const own = body.map((statement) => rangeOf(statement).start).find((start) => isFirstInLine(text, start));
  return own === undefined ? undefined : indentAt(text, own);
}

function isFirstInLine(text: string, position: number): boolean {
  return text.slice(lineStart(text, position), position).trim() === '';
}

const endedBySemicolon = /^(?:ExpressionStatement|VariableDeclaration|ImportDeclaration|ReturnStatement)$/;

/** Without, where no statement of the file ends in one. */
function semicolonOf({ text, program }: Script): '' | ';' {
  const ends = [...nodesIn(program)]
    .filter(({ node }) => endedBySemicolon.test(node.type))
    .map(({ node }) => text[rangeOf(node).end - 1]);
  return ends.length > 0 && !ends.includes(';') ? '' : ';';
}
