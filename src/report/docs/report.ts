import { join } from 'node:path';
import type { FolderState } from '../../schema-docs/docs-folder.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { renderTable } from '../text/table.js';

export interface DocsTextOptions {
  /** The folder as the user names it. */
  readonly folder: string;
  readonly paint: Paint;
}

/** Renders the result of `docs --check`: each file that is out of date, and a summary. */
export function renderCheck(state: FolderState, { folder, paint }: DocsTextOptions): string {
  const found = (['stale', 'missing', 'orphaned'] as const).flatMap((word) =>
    state[word].map((name) => [word, join(folder, name)]),
  );
  if (found.length === 0) return `${folder} is up to date: ${countOf(state.fresh.length, 'file')}`;
  const [, ...lines] = renderTable(['', ''], found);
  const counts = (['stale', 'missing', 'orphaned'] as const)
    .filter((word) => state[word].length > 0)
    .map((word) => `${state[word].length} ${word}`);
  return [
    ...lines.map(paint.red),
    '',
    `${folder} is out of date: ${counts.join(', ')}. Run roundtrip docs to update it.`,
  ].join('\n');
}

/** Renders the result of `docs`. */
export function renderUpdate(
  { fresh, stale, missing, orphaned }: FolderState,
  { folder, paint }: DocsTextOptions,
): string {
  const done = [
    ...[...stale, ...missing].sort().map((name) => ['wrote', join(folder, name)]),
    ...orphaned.map((name) => ['removed', join(folder, name)]),
  ];
  const [, ...lines] = renderTable(['', ''], done);
  const counts = [
    `${countOf(stale.length + missing.length, 'file')} written`,
    ...(orphaned.length > 0 ? [`${orphaned.length} removed`] : []),
    ...(fresh.length > 0 ? [`${fresh.length} unchanged`] : []),
  ];
  return [...lines.map(paint.dim), ...(lines.length > 0 ? [''] : []), `${folder}: ${counts.join(', ')}`].join(
    '\n',
  );
}

/** The format of `docs --check --json`; files are named within the folder. */
export function checkToJson({ fresh, stale, missing, orphaned }: FolderState, folder: string): object {
  const isFresh = [stale, missing, orphaned].every((names) => names.length === 0);
  return {
    format: 'roundtrip.docs/1',
    verdict: isFresh ? 'fresh' : 'stale',
    folder,
    fresh,
    stale,
    missing,
    orphaned,
  };
}

/** The format of `docs --json`. */
export function updateToJson({ fresh, stale, missing, orphaned }: FolderState, folder: string): object {
  const written = [...stale, ...missing].sort();
  return { format: 'roundtrip.docs/1', folder, written, removed: orphaned, unchanged: fresh };
}
