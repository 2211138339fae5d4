/** Text with inline formatting, to be printed as Markdown or as HTML. A plain string is text, never markup. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: Target; readonly content: readonly Inline[] };

/** The destination of a link. */
export type Target =
  | { readonly kind: 'page'; readonly page: string; readonly anchor?: string }
  /** A file beside the pages, or the source of a migration; with `/`, relative to the pages. */
  | { readonly kind: 'file'; readonly path: string };

export type Cell = readonly Inline[];

export interface Row {
  readonly cells: readonly Cell[];
  /** Anchor under which the search lists the row; see `anchorFor`. */
  readonly anchor?: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly anchor: string }
  /** A paragraph with `files` is left out of the single HTML file. */
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[]; readonly only?: 'files' }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: 'code'; readonly language: 'sql' | 'text'; readonly text: string }
  | DiagramBlock;

/** Tables and their foreign keys. */
export interface DiagramBlock {
  readonly kind: 'diagram';
  readonly mermaid: string;
  /** The drawing that shows the same, or more: `diagram` or `diagram-users`. */
  readonly drawing: string;
  /** The relation that the page is about. */
  readonly focus: string | undefined;
}

/** One page of the reference. */
export interface Page {
  /** Used by links: `overview`, `routines`, or the name of a relation. */
  readonly id: string;
  /** Name of its Markdown file without `.md`. */
  readonly stem: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function code(text: string): Inline {
  return { code: text };
}

/** Joins items with a separator. */
export function joined(items: readonly (readonly Inline[])[], separator = ', '): readonly Inline[] {
  return items.flatMap((item, index) => (index === 0 ? item : [separator, ...item]));
}

export function codes(texts: readonly string[]): readonly Inline[] {
  return joined(texts.map((text) => [code(text)]));
}

export function paragraph(...content: readonly Inline[]): Extract<Block, { kind: 'paragraph' }> {
  return { kind: 'paragraph', content };
}

export interface Heading {
  readonly text: string;
  readonly anchor: string;
}

/** Returns a heading with its blocks; nothing if there are none. */
export function section(text: string, blocks: readonly Block[]): readonly Block[] {
  return sectionAt({ text, anchor: anchorOf(text) }, blocks);
}

/** Like `section`, for a heading with an anchor of its own. */
export function sectionAt({ text, anchor }: Heading, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'heading', text, anchor }, ...blocks];
}

/** Returns the anchor that GitHub generates for a heading of plain words. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

/** A column of a table: its heading, and the cell for a row. */
export interface TableColumn<Item> {
  readonly head: string;
  readonly cell: (item: Item) => Cell;
}

export interface TableOptions<Item> {
  readonly anchor?: (item: Item) => string;
}

/** Returns a table without the columns that are empty in all rows; no table without rows. */
export function tableOf<Item>(
  items: readonly Item[],
  columns: readonly TableColumn<Item>[],
  { anchor }: TableOptions<Item> = {},
): readonly Block[] {
  if (items.length === 0) return [];
  const cells = items.map((item) => columns.map(({ cell }) => cell(item)));
  const filled = columns.map((_, column) => cells.some((row) => (row[column]?.length ?? 0) > 0));
  const rows = items.map((item, index): Row => {
    const kept = (cells[index] ?? []).filter((_, column) => filled[column]);
    return anchor ? { cells: kept, anchor: anchor(item) } : { cells: kept };
  });
  return [{ kind: 'table', head: columns.filter((_, index) => filled[index]).map(({ head }) => head), rows }];
}

export function text(content: string | undefined): Cell {
  return content === undefined || content === '' ? [] : [content];
}

export function codeCell(content: string | undefined): Cell {
  return content === undefined || content === '' ? [] : [code(content)];
}
