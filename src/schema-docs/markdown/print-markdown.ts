import { assertNever } from '../../errors.js';
import { anchorOf, type Block, type Inline, type Page, type Target } from '../document/document.js';
import { codeBlock, codeSpan, escapeMarkdown } from './markdown-text.js';

/** Returns the file name of a page by its ID. */
export type StemOf = (page: string) => string | undefined;

export interface PrintOptions {
  readonly stemOf: StemOf;
  /** Marks the file as generated. */
  readonly marker: string;
  readonly within?: 'table';
}

/** Prints a page as Markdown for GitHub, in a form that formatters do not change. */
export function printMarkdown(page: Page, options: PrintOptions): string {
  const blocks = page.blocks.map((block) => printBlock(block, options));
  return [
    `<!-- ${options.marker} -->`,
    '<!-- prettier-ignore-start -->',
    `# ${escapeMarkdown(page.title)}`,
    ...blocks,
    '<!-- prettier-ignore-end -->',
    '',
  ]
    .join('\n\n')
    .replace(/\n\n$/, '\n');
}

function printBlock(block: Block, options: PrintOptions): string {
  switch (block.kind) {
    case 'heading':
      return `${ownAnchor(block)}## ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return printInline(block.content, options);
    case 'table':
      return printTable(block, options);
    case 'code':
      return codeBlock(block.text, block.language);
    case 'diagram':
      return `${codeBlock(block.mermaid, 'mermaid')}\n\n[${block.drawing}.svg](${block.drawing}.svg)`;
    default:
      return assertNever(block);
  }
}

/** GitHub generates the anchor of a heading from its words; other anchors are written explicitly. */
function ownAnchor({ text, anchor }: Extract<Block, { kind: 'heading' }>): string {
  return anchor === anchorOf(text) ? '' : `<a id="${anchor}"></a>\n\n`;
}

function printTable({ head, rows }: Extract<Block, { kind: 'table' }>, options: PrintOptions): string {
  const lines = [
    head.map(escapeMarkdown),
    head.map(() => '---'),
    ...rows.map(({ cells }) => cells.map((cell) => printCell(cell, options))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function printCell(cell: readonly Inline[], options: PrintOptions): string {
  return printInline(cell, { ...options, within: 'table' });
}

function printInline(content: readonly Inline[], options: PrintOptions): string {
  return content.map((inline) => printOne(inline, options)).join('');
}

function printOne(inline: Inline, options: PrintOptions): string {
  if (typeof inline === 'string') return escapeMarkdown(inline);
  if ('code' in inline) return printCode(inline.code, options);
  if ('strong' in inline) return `**${escapeMarkdown(inline.strong)}**`;
  const address = addressOf(inline.link, options);
  const content = printInline(inline.content, options);
  return address === undefined ? content : `[${content}](${address})`;
}

/** The rows of a table are split at bars before their cells are parsed, even within code. */
function printCode(text: string, { within }: PrintOptions): string {
  const span = codeSpan(text);
  return within === 'table' ? span.replaceAll('|', '\\|') : span;
}

function addressOf(target: Target, { stemOf }: PrintOptions): string | undefined {
  if (target.kind === 'file') return encodePath(target.path);
  const stem = stemOf(target.page);
  if (stem === undefined) return undefined;
  return `${stem}.md${target.anchor === undefined ? '' : `#${target.anchor}`}`;
}

/** Parentheses would end the address of a link. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[()]/g, (character) => (character === '(' ? '%28' : '%29')),
    )
    .join('/');
}
