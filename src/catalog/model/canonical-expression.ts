/** One token, or a group in parentheses or brackets. */
type Node = string | Group;

interface Group {
  readonly open: '(' | '[';
  readonly items: readonly Node[];
}

/**
 * Tokens of SQL as PostgreSQL prints it (manual, 4.1): strings of all kinds, dollar-quoted text, quoted and
 * plain names, numbers, `::`, operators, punctuation. White space between tokens has no meaning.
 */
const tokens =
  /E'(?:[^'\\]|\\.|'')*'|(?:[BXN]|U&)?'(?:[^']|'')*'|\$([\p{L}_][\p{L}\d_]*)?\$[^]*?\$\1\$|(?:U&)?"(?:[^"]|"")*"|[\p{L}_][\p{L}\d_$]*|\d[\w.]*|::|[-+*/<>=~!@#%^&|`?]+|\S/gsu;

/**
 * Converts an expression, or a statement that contains expressions, to a form that does not depend on how
 * often PostgreSQL has printed and parsed it. When `status IN ('a', 'b')` of a varchar column is first
 * printed, its list is converted as a whole; after that text is parsed again, as when a dump is restored,
 * each element is converted, and nested ORs become one list. Measured with PostgreSQL 14, 15 and 18: from the
 * second time on, nothing changes.
 */
export function canonicalExpression(text: string): string {
  const nodes = parse(text);
  return nodes ? print(simplify(nodes)) : text;
}

interface OpenGroup extends Group {
  readonly items: Node[];
}

const closing: Readonly<Record<string, Group['open']>> = { ')': '(', ']': '[' };

/** Returns `undefined` where parentheses do not match. */
function parse(text: string): readonly Node[] | undefined {
  const outer: Node[] = [];
  const stack: OpenGroup[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const items = stack.at(-1)?.items ?? outer;
    const opened = closing[token];
    if (token === '(' || token === '[') {
      const group: OpenGroup = { open: token, items: [] };
      items.push(group);
      stack.push(group);
    } else if (opened === undefined) items.push(token);
    else if (stack.pop()?.open !== opened) return undefined;
  }
  return stack.length === 0 ? outer : undefined;
}

function print(nodes: readonly Node[]): string {
  const printed = nodes.map((node) => {
    if (typeof node === 'string') return node;
    const inner = print(node.items);
    return node.open === '(' ? `( ${inner} )` : `[ ${inner} ]`;
  });
  return printed.join(' ');
}

function simplify(nodes: readonly Node[]): readonly Node[] {
  const inner = nodes.map((node) =>
    typeof node === 'string' ? node : { ...node, items: flatten(simplify(node.items)) },
  );
  return convertElements(inner);
}

/** Turns `(a OR b) OR c` into `a OR b OR c`, as the parser does. */
function flatten(items: readonly Node[]): readonly Node[] {
  for (const word of ['OR', 'AND'] as const) {
    const [first, second] = items;
    if (second === word && isGroup(first, '(') && first.items.includes(word))
      return [...first.items, ...items.slice(1)];
  }
  return items;
}

/** Turns `(ARRAY[a, b])::text[]` into `ARRAY[(a)::text, (b)::text]`, as the parser does. */
function convertElements(nodes: readonly Node[]): readonly Node[] {
  const converted: Node[] = [];
  let at = 0;
  for (let node = nodes[at]; node !== undefined; node = nodes[at]) {
    const array = arrayAt(nodes, at);
    const type = array && arrayTypeAt(nodes, at + array.length);
    if (array && type) {
      converted.push('ARRAY', convertList(array, type.element));
      at += array.length + type.length;
    } else {
      converted.push(node);
      at += 1;
    }
  }
  return converted;
}

interface ArrayAt {
  readonly list: Group;
  /** Number of nodes that the array occupies. */
  readonly length: number;
  /** `parenthesized`: each part is in parentheses, whether it needs them or not. */
  readonly style: 'parenthesized' | 'pretty';
}

function arrayAt(nodes: readonly Node[], at: number): ArrayAt | undefined {
  const [first, second] = [nodes[at], nodes[at + 1]];
  if (isGroup(first, '(') && first.items.length === 2) {
    const [word, list] = first.items;
    if (word === 'ARRAY' && isGroup(list, '[')) return { list, length: 1, style: 'parenthesized' };
  }
  return first === 'ARRAY' && isGroup(second, '[') ? { list: second, length: 2, style: 'pretty' } : undefined;
}

interface ArrayType {
  /** Tokens of the name of the element type. */
  readonly element: readonly Node[];
  readonly length: number;
}

/** Parses an array type such as `::character varying(3)[]`. */
function arrayTypeAt(nodes: readonly Node[], at: number): ArrayType | undefined {
  if (nodes[at] !== '::') return undefined;
  const rest = nodes.slice(at + 1);
  const end = rest.findIndex((node) => !isPartOfTypeName(node));
  const brackets = rest[end];
  if (end < 1 || !isGroup(brackets, '[') || brackets.items.length > 0) return undefined;
  return { element: rest.slice(0, end), length: end + 2 };
}

function isPartOfTypeName(node: Node): boolean {
  return typeof node === 'string' ? node === '.' || /^[\p{L}_"]/u.test(node) : node.open === '(';
}

function convertList({ list, style }: ArrayAt, type: readonly Node[]): Group {
  const elements = splitAtCommas(list.items).map((element) => convertElement(element, { style, type }));
  return {
    open: '[',
    items: elements.flatMap((element, index) => (index > 0 ? [',', ...element] : element)),
  };
}

function convertElement(
  element: readonly Node[],
  { style, type }: Pick<ArrayAt, 'style'> & { readonly type: readonly Node[] },
): readonly Node[] {
  const [word, list] = element;
  if (word === 'ARRAY' && isGroup(list, '[') && element.length === 2)
    return ['ARRAY', convertList({ list, length: 2, style }, type)];
  const isPlain = style === 'pretty' && element.every((node) => !isOperator(node));
  return [...(isPlain ? element : [{ open: '(', items: element } as const]), '::', ...type];
}

function isOperator(node: Node): boolean {
  return typeof node === 'string' && node !== '::' && /^[-+*/<>=~!@#%^&|`?]/.test(node);
}

function splitAtCommas(items: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const item of items) {
    if (item === ',') parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return items.length > 0 ? parts : [];
}

function isGroup(node: Node | undefined, open: Group['open']): node is Group {
  return typeof node === 'object' && node.open === open;
}
