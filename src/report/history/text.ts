import type { HistoryEntry } from '../../history/history-entry.js';
import { differencesOf } from '../../history/recorded-change.js';
import { changeCounts } from '../text/change-counts.js';
import { outcomeText, tookText } from './words.js';
import type { Paint } from '../text/paint.js';
import { renderTable } from '../text/table.js';

const head = ['STARTED (UTC)', 'STEP', 'NAME', 'OUTCOME', 'TOOK', 'ROLE', 'HOST', 'CHANGED'];

/** One line for each attempt at a step, oldest first. */
export function renderHistory(history: readonly HistoryEntry[], paint: Paint): string {
  if (history.length === 0) return 'no history: nothing was recorded in this database yet';
  const shown = withoutBeginnings(history);
  const rows = shown.map((entry) => [
    ...[entry.startedAt.slice(0, 19).replace('T', ' '), entry.direction, entry.migration],
    ...[outcomeText(entry), tookText(entry), entry.loginRole, entry.host, changeText(entry)],
  ]);
  const [first = '', ...lines] = renderTable(head, rows);
  return [paint.bold(first), ...lines.map((line, index) => colourOf(shown[index], paint)(line))].join('\n');
}

/** Hides the start of a step if its end is recorded. */
function withoutBeginnings(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const ended = new Set(history.filter(({ outcome }) => outcome !== 'running').map(({ attempt }) => attempt));
  return history.filter(({ outcome, attempt }) => outcome !== 'running' || !ended.has(attempt));
}

function colourOf(entry: HistoryEntry | undefined, paint: Paint): (text: string) => string {
  switch (entry?.outcome) {
    case 'failed':
      return paint.red;
    case 'running':
    case 'accepted-traces':
    case 'left-traces':
      return paint.yellow;
    case 'done':
    case 'faked':
    case 'baseline':
    case 'squashed':
    case undefined:
      return (text) => text;
  }
}

/** Empty if it is not recorded, or if a failed step changed nothing. */
function changeText({ change, outcome }: HistoryEntry): string {
  if (!change) return '';
  const text = changeCounts(differencesOf(change));
  return text === '' && outcome !== 'failed' ? 'nothing' : text;
}
