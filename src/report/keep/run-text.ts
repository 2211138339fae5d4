import { formatBytes } from '../../config/size.js';
import { bytesOf, type KeptEntry, type KeptTable } from '../../keep/kept-entry.js';
import { hasLeftovers, type RestoredEntry, type RestoredKept } from '../../keep/restored-kept.js';
import type { KeptByStep } from '../../run/step-keeping.js';
import { rejectedRowsLines } from '../rollback/restore-text.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { terminalText } from '../text/terminal-text.js';
import { objectText } from './list-text.js';

/** Renders what a step kept and what it restored, below its own line. */
export function renderKeptByStep({ step, kept, restored }: KeptByStep, paint: Paint): string {
  const inverse = step.direction === 'up' ? 'down' : 'up';
  const lines = [
    ...(kept ? keptLines(kept, paint) : []),
    ...(kept ? [paint.dim(`      the ${inverse} of ${step.migration.name} restores it`)] : []),
    ...restored.flatMap((entry) => restoredLines(entry, paint)),
  ];
  return terminalText(lines.join('\n'));
}

function keptLines(entry: Pick<KeptEntry, 'tables' | 'sequences'>, paint: Paint): readonly string[] {
  const objects = [
    ...entry.tables.map(keptText),
    ...entry.sequences.map(({ schema, name }) => `position of sequence ${schema}.${name}`),
  ];
  const [first = '', ...others] = objects;
  return [
    `${paint.green('kept')}  ${first}`,
    ...others.map((text) => `      ${text}`),
    ...(objects.length > 1 ? [paint.dim(`      ${formatBytes(bytesOf(entry))} in total`)] : []),
  ];
}

/** `public.orders: 300 rows, copied, 56.0 kB` */
export function keptText(table: KeptTable): string {
  const { how, bytes } = table;
  return `${objectText(table)}: ${contentText(table)}, ${how}, ${formatBytes(bytes)}`;
}

function contentText({ what, rows, values }: KeptTable): string {
  const number = rows === null ? 'all rows' : countOf(rows, 'row');
  if (what === 'columns') return `${countOf(values.length, 'column')} of ${number}`;
  return what === 'rows' ? `${number} changed or deleted` : number;
}

function restoredLines(entry: RestoredEntry, paint: Paint): readonly string[] {
  const colour = hasLeftovers(entry) ? paint.yellow : paint.green;
  const [first = '', ...others] = [
    ...entry.tables.map(restoredText),
    ...entry.sequences.map(
      ({ schema, name, outcome, value, message }) =>
        `sequence ${schema}.${name} ${sequenceText(outcome, value, message)}`,
    ),
  ];
  return [
    `${colour('restored')}  ${first}`,
    ...others.map((text) => `          ${text}`),
    ...entry.tables.flatMap((table) => rejectedRowsLines(table, paint)),
  ];
}

function sequenceText(
  outcome: RestoredEntry['sequences'][number]['outcome'],
  value: string | null,
  message: string | null,
): string {
  switch (outcome) {
    case 'missing':
      return 'does not exist; its position remains kept';
    case 'refused':
      return `was not set: ${message ?? ''}`;
    case 'put-forward':
      return `was advanced to ${value ?? ''}`;
    case 'unchanged':
      return `is at ${value ?? ''}`;
  }
}

function restoredText(table: RestoredKept): string {
  const { schema, name, how, inserted, updated, unchanged, newer, left } = table;
  const parts = [
    how === 'moved' ? 'all rows, moved back' : countOf(inserted + updated + unchanged, 'row'),
    ...(newer > 0 ? [`${countOf(newer, 'row')} with newer values, which were left as they are`] : []),
    ...(left > 0 ? [`${countOf(left, 'row')} not restored, still kept`] : []),
  ];
  return `${schema}.${name}: ${parts.join('; ')}`;
}
