import { createHash } from 'node:crypto';
import { pageStem } from './page-names.js';

/** The subject of a row of a page. */
export type AnchorKind =
  'column' | 'constraint' | 'index' | 'trigger' | 'policy' | 'enum' | 'type' | 'function' | 'migration';

/** Names a place within a page, in letters that are valid in an address: `column-email`. */
export function anchorFor(kind: AnchorKind, name: string): string {
  return `${kind}-${plainPart(name)}`;
}

function plainPart(name: string): string {
  if (/^[A-Za-z0-9_.-]+$/.test(name)) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 12);
}

/** Names a page in the single HTML file. */
export function pageId(page: string): string {
  return page === 'overview' || page === 'routines' ? page : `t-${pageStem(page)}`;
}

/** Names a place of a page in the single HTML file. */
export function placeId(page: string, anchor: string): string {
  return `${pageId(page)}--${anchor}`;
}

/** Names a table in a drawing. */
export function drawnId(drawing: string, relation: string): string {
  return `${drawing}--${pageId(relation)}`;
}
