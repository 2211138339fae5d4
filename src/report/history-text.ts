import { describeChange } from '../catalog/describe.js';
import { subject, withoutConsequences, type Difference } from '../catalog/diff.js';
import type { HistoryEntry } from '../history/history-entry.js';
import { differencesOf } from '../history/recorded-change.js';
import { formatDuration } from './format-number.js';
import type { Paint } from './paint.js';
import { countOf } from './plural.js';
import { renderTable } from './table.js';
import { traceLines } from './trace-lines.js';

/** One line for each row, oldest first. */
export function renderHistory(history: readonly HistoryEntry[], paint: Paint): string {
  if (history.length === 0) return 'nothing is recorded here';
  const rows = history.map((entry) => [
    ...[entry.startedAt.slice(0, 19).replace('T', ' '), entry.direction, entry.migration, outcomeText(entry)],
    ...[formatDuration(entry.milliseconds), entry.loginRole, entry.host, changeText(entry)],
  ]);
  const head = ['STARTED (UTC)', 'STEP', 'NAME', 'OUTCOME', 'TOOK', 'ROLE', 'HOST', 'CHANGED'];
  const [first = '', ...lines] = renderTable(head, rows);
  return [paint.bold(first), ...lines.map((line, index) => colourOf(history[index], paint)(line))].join('\n');
}

function colourOf(entry: HistoryEntry | undefined, paint: Paint): (text: string) => string {
  if (entry?.outcome === 'failed') return paint.red;
  return entry?.outcome === 'accepted-traces' || entry?.outcome === 'left-traces'
    ? paint.yellow
    : (text) => text;
}

function outcomeText({ outcome }: HistoryEntry): string {
  return outcome.replace('-', ' ');
}

/** `+1 table, -2 columns, ~1 index`, without what follows from a larger change. */
function changeText({ change }: HistoryEntry): string {
  if (!change) return '';
  const told = withoutConsequences(differencesOf(change)).filter(isTold);
  if (told.length === 0) return 'nothing';
  const counts = new Map<string, number>();
  for (const difference of told) {
    const key = `${signs[difference.change]} ${subject(difference).kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, number]) => `${key.slice(0, 1)}${countOf(number, key.slice(2))}`).join(', ');
}

const signs = { left: '+', missing: '-', changed: '~', reordered: '~' } as const;

/** A table that only got another list of columns is told by these columns. */
function isTold({ change }: Difference): boolean {
  return change !== 'reordered';
}

const changeTexts = { left: 'made', missing: 'dropped', changed: 'changed', reordered: 'reordered' } as const;

/** Everything about the rows of one migration, its change object by object. */
export function renderHistoryOf(history: readonly HistoryEntry[], paint: Paint): string {
  return history.map((entry) => renderEntry(entry, paint)).join('\n\n');
}

function renderEntry(entry: HistoryEntry, paint: Paint): string {
  const { migration, direction, startedAt, endedAt, milliseconds, loginRole, role, host, application } =
    entry;
  const facts: readonly (readonly [string, string])[] = [
    ['outcome', outcomeText(entry)],
    ['ran', `${startedAt} to ${endedAt}, ${formatDuration(milliseconds)}`],
    [
      'by',
      `${loginRole}${role === loginRole ? '' : ` as ${role}`} from ${host} (${application} ${entry.toolVersion})`,
    ],
    ['file', entry.fileHash ?? 'unknown'],
    ['SQL', entry.sqlHash ?? 'none'],
    ...(entry.detail?.error ? [['error', entry.detail.error.message] as const] : []),
    ...(entry.detail?.edited ? [['edited', 'the down alone, since the up'] as const] : []),
  ];
  return [
    paint.bold(`${direction} ${migration}`),
    ...facts.map(([name, text]) => `  ${name.padEnd(8)}${text}`),
    ...changeLines(entry, paint).map((line) => `  ${line}`),
  ].join('\n');
}

function changeLines({ change }: HistoryEntry, paint: Paint): readonly string[] {
  if (!change) return ['what it changed is not recorded'];
  const told = withoutConsequences(differencesOf(change)).filter(isTold);
  if (told.length === 0) return ['it changed nothing in the catalog'];
  const remark = change.from === 'scratch' ? ['as it does on a scratch database:'] : [];
  const objects = told.map((difference) => {
    const { kind, name } = subject(difference);
    return { kind, name, change: difference.change, ...describeChange(difference) };
  });
  return [
    ...remark,
    ...traceLines(objects, { paint, width: 100, textOf: (object) => `was ${changeTexts[object.change]}` }),
  ];
}
