import { assertNever } from '../../errors.js';
import { drawnId, pageId, placeId } from '../document/anchors.js';
import type { Block, DiagramBlock, Inline, Page, Row, Target } from '../document/document.js';
import { shortName } from '../document/names.js';
import { escapeHtml, escapeLines } from '../../html/html-text.js';

/** Prints a page as a section of the single HTML file. */
export function printPage(page: Page): string {
  const id = pageId(page.id);
  return [
    `<section class="page" id="${id}" aria-labelledby="${id}--title">`,
    `<h2 id="${id}--title">${escapeHtml(page.title)}</h2>`,
    ...page.blocks.map((block) => printBlock(block, page.id)),
    '</section>',
  ].join('\n');
}

function printBlock(block: Block, page: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h3 id="${placeId(page, block.anchor)}">${escapeHtml(block.text)}</h3>`;
    case 'paragraph':
      return block.only === 'files' ? '' : `<p>${printInline(block.content)}</p>`;
    case 'table':
      return printTable(block, page);
    case 'code':
      return `<pre tabindex="0"><code>${escapeLines(block.text)}</code></pre>`;
    case 'diagram':
      return printDiagram(block);
    default:
      return assertNever(block);
  }
}

function printTable({ head, rows }: Extract<Block, { kind: 'table' }>, page: string): string {
  const titles = head.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  return [
    '<div class="scroll"><table>',
    `<thead><tr>${titles}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => printRow(row, page)),
    '</tbody></table></div>',
  ].join('\n');
}

function printRow({ cells, anchor }: Row, page: string): string {
  const id = anchor === undefined ? '' : ` id="${placeId(page, anchor)}"`;
  return `<tr${id}>${cells.map((cell) => `<td>${printInline(cell)}</td>`).join('')}</tr>`;
}

/** Prints a link to the drawing, which has a page of its own. */
function printDiagram({ drawing, focus }: DiagramBlock): string {
  if (focus === undefined) return `<p><a href="#${drawing}">Show the diagram</a></p>`;
  return `<p><a href="#${drawnId(drawing, focus)}">Show <code>${escapeHtml(shortName(focus))}</code> in the diagram</a></p>`;
}

export function printInline(content: readonly Inline[]): string {
  return content.map(printOne).join('');
}

function printOne(inline: Inline): string {
  if (typeof inline === 'string') return escapeHtml(inline);
  if ('code' in inline) return `<code>${escapeHtml(inline.code)}</code>`;
  if ('strong' in inline) return `<strong>${escapeHtml(inline.strong)}</strong>`;
  return printLink(inline.link, printInline(inline.content));
}

/** Links to files are omitted, since the page may be read elsewhere, without them. */
function printLink(target: Target, content: string): string {
  if (target.kind === 'file') return content;
  const id = target.anchor === undefined ? pageId(target.page) : placeId(target.page, target.anchor);
  return `<a href="#${id}">${content}</a>`;
}
