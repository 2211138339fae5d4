import { differencesOf } from '../../history/recorded-change.js';
import { formatBytes } from '../../config/size.js';
import type { Detail, HistoryEntry } from '../../history/history-entry.js';
import { countOf } from '../text/plural.js';
import { changeLines } from '../text/change-lines.js';
import { outcomeText, tookText } from './words.js';
import type { Paint } from '../text/paint.js';

/** Indents further lines of a fact. */
const indent = `\n${' '.repeat(11)}`;

/** Renders all history rows of one migration, with its changes object by object. */
export function renderHistoryOf(history: readonly HistoryEntry[], paint: Paint): string {
  return history.map((entry) => renderEntry(entry, paint)).join('\n\n');
}

function renderEntry(entry: HistoryEntry, paint: Paint): string {
  const lines = factsOf(entry).map(([name, text]) => `  ${name.padEnd(9)}${text.replaceAll('\n', indent)}`);
  const title = paint.bold(`${entry.direction} ${entry.migration}`);
  return [title, ...lines, ...renderChange(entry, paint).map((line) => `  ${line}`)].join('\n');
}

function factsOf(entry: HistoryEntry): readonly (readonly [string, string])[] {
  const { startedAt, endedAt, loginRole, role, host, application, toolVersion, detail } = entry;
  const took = tookText(entry);
  return [
    ['outcome', outcomeText(entry)],
    ['at', took === '' ? startedAt : `${startedAt} to ${endedAt}, ${took}`],
    ['by', `role ${loginRole}${role === loginRole ? '' : `, as ${role}`}, from ${host}`],
    ['with', `roundtrip ${toolVersion}${application === 'roundtrip' ? '' : `, as ${application}`}`],
    ['file', entry.fileHash ?? 'unknown'],
    ['SQL', entry.sqlHash ?? 'none'],
    ...(entry.transaction === 'none' ? [['ran', 'without a transaction'] as const] : []),
    ...(detail?.edited ? [['edited', 'the down only, after the up'] as const] : []),
    ...(detail?.resumes ? [['resumed', 'what an earlier attempt left'] as const] : []),
    ...(detail?.backup ? [['backup', detail.backup] as const] : []),
    ...(detail?.kept ? [['kept', keptText(detail.kept)] as const] : []),
    ...(detail?.restored ?? []).map((entry) => ['restored', restoredText(entry)] as const),
    ...(detail?.error ? [['error', detail.error.message] as const] : []),
    ...(detail?.wentAlong ?? []).map((text) => ['along', text] as const),
    ...(detail?.traces ?? []).map(({ object, change }) => ['trace', `${object}: ${change}`] as const),
  ];
}

/** `entry 3: 300 rows of 2 tables, 96.0 kB` */
function keptText({ id, tables, rows, bytes }: NonNullable<Detail['kept']>): string {
  const counted = rows === null ? '' : `${countOf(rows, 'row')} of `;
  return `entry ${id}: ${counted}${countOf(tables, 'table')}, ${formatBytes(bytes)}`;
}

function restoredText({ id, rows, newer, left }: NonNullable<Detail['restored']>[number]): string {
  return `entry ${id}: ${countOf(rows, 'row')}, ${newer} with newer values, ${left} not restored`;
}

function renderChange({ change, outcome, transaction }: HistoryEntry, paint: Paint): readonly string[] {
  if (outcome === 'running') return [];
  if (!change && outcome === 'failed' && transaction === 'one') return ['it had no effect'];
  if (!change) return ['what it changed is not recorded'];
  const lines = changeLines(differencesOf(change), paint);
  if (lines.length === 0) return ['it changed nothing in the catalog'];
  const remark = change.from === 'scratch' ? ['its result on an empty database:'] : ['changed:'];
  return [...remark, ...lines.map((line) => `  ${line}`)];
}
