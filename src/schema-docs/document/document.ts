/** Text with marks, to be printed as Markdown or as HTML. A plain string is text, never markup. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: Target; readonly content: readonly Inline[] };

/** Where a link leads. */
export type Target =
  | { readonly kind: 'page'; readonly page: string; readonly anchor?: string }
  /** A file beside the pages, or the source of a migration; with `/`, relative to the pages. */
  | { readonly kind: 'file'; readonly path: string };

export type Cell = readonly Inline[];

export interface Row {
  readonly cells: readonly Cell[];
  /** What a search finds the row by; see `anchorFor`. */
  readonly anchor?: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly anchor: string }
  /** `files` leaves it out where all pages are one. */
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[]; readonly only?: 'files' }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: 'code'; readonly language: 'sql' | 'text'; readonly text: string }
  | DiagramBlock;

/** Tables and their relations. */
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
  /** Known to links: `overview`, `routines`, or the name of a relation. */
  readonly id: string;
  /** Name of its Markdown file without `.md`. */
  readonly stem: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function code(text: string): Inline {
  return { code: text };
}

/** Items with something between them. */
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

/** A heading with what it heads; nothing where there is nothing. */
export function section(text: string, blocks: readonly Block[]): readonly Block[] {
  return sectionAt({ text, anchor: anchorOf(text) }, blocks);
}

/** The same with an anchor of its own. */
export function sectionAt({ text, anchor }: Heading, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'heading', text, anchor }, ...blocks];
}

/** What GitHub makes of a heading of plain words. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

/** A column of a table: its heading, and what a row has in it. */
export interface TableColumn<Item> {
  readonly head: string;
  readonly cell: (item: Item) => Cell;
}

export interface TableOptions<Item> {
  readonly anchor?: (item: Item) => string;
}

/** A table without those columns that have nothing in any row; no table without rows. */
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
