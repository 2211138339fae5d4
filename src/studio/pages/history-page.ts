import type { HistoryEntry } from '../../history/history-entry.js';
import { differencesOf } from '../../history/recorded-change.js';
import { markup, type Markup } from '../../html/markup.js';
import { dataTable, paragraph, resultMark, type Tone } from '../../html/page-parts.js';
import { outcomeText, tookText } from '../../report/history/words.js';
import { changeCounts } from '../../report/text/change-counts.js';
import type { PageContext } from './page-context.js';
import { resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';
import { migrationLink, timeText } from './timeline-page.js';

/** The last rows are shown; `roundtrip history` lists all. */
const mostRows = 500;

/** What ran on the database, by whom and when; the newest first. */
export function historyPage({ results }: PageContext): StudioPage {
  return {
    title: 'History',
    body: resultParts(results.get('live'), {
      running: 'Reading the database …',
      render: ({ history, status }) => {
        if (status.history === 'not readable')
          return [paragraph('The role has no privilege to read the history.')];
        if (history.length === 0) return [paragraph('Nothing has been recorded in this database yet.')];
        const more = history.length - mostRows;
        return [
          historyTable(history.slice(-mostRows)),
          ...(more > 0 ? [paragraph(`${more} older rows: roundtrip history lists them.`)] : []),
        ];
      },
    }),
  };
}

export function historyTable(history: readonly HistoryEntry[]): Markup {
  return dataTable({
    label: 'History',
    head: ['Started', 'Step', 'Migration', 'Outcome', 'Took', 'Role', 'Host', 'Changes'],
    rows: history
      .toReversed()
      .map((entry) => [
        timeText(entry.startedAt),
        entry.direction,
        migrationLink(entry.migration),
        markup`${resultMark(tones[entry.outcome], outcomeText(entry))}${details(entry)}`,
        tookText(entry),
        entry.loginRole === entry.role ? entry.role : `${entry.loginRole}, as ${entry.role}`,
        entry.host,
        entry.change ? changeCounts(differencesOf(entry.change)) : '',
      ]),
  });
}

const tones: Readonly<Record<HistoryEntry['outcome'], Tone>> = {
  done: 'good',
  'accepted-traces': 'warn',
  'left-traces': 'warn',
  faked: 'plain',
  baseline: 'plain',
  squashed: 'plain',
  running: 'warn',
  failed: 'bad',
};

function details({ detail }: HistoryEntry): Markup {
  const lines = [
    ...(detail?.error ? [detail.error.message] : []),
    ...(detail?.traces ?? []).map(({ object, change }) => `${object}: ${change}`),
    ...(detail?.wentAlong ?? []),
  ];
  return markup`${lines.map((line) => markup`<br><span class="soft">${line}</span>`)}`;
}
