import { formatBytes } from '../../config/size.js';
import { markup } from '../../html/markup.js';
import { dataTable, paragraph } from '../../html/page-parts.js';
import { bytesOf, oppositeOf, rowsOf } from '../../keep/kept-entry.js';
import { keptObjectsText } from '../../report/keep/list-text.js';
import type { PageContext } from './page-context.js';
import { resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';
import { migrationLink, timeText } from './timeline-page.js';

/** Rows that steps destroyed and that `--keep` keeps in the database, as `roundtrip kept` lists them. */
export function keptPage({ results }: PageContext): StudioPage {
  return {
    title: 'Kept data',
    body: resultParts(results.get('live'), {
      running: 'Reading the database …',
      render: ({ kept }) =>
        kept.length === 0
          ? [
              paragraph(
                markup`Nothing is kept. With <code>--keep</code>, <code>up</code> and <code>down</code> keep the rows that they destroy.`,
              ),
            ]
          : [
              dataTable({
                label: 'Kept data',
                head: ['Migration', 'Kept by', 'Restored by', 'Kept at', 'Rows', 'Size', 'Objects'],
                rows: kept.map((entry) => [
                  migrationLink(entry.migration),
                  `the ${entry.direction}`,
                  `the ${oppositeOf(entry.direction)}`,
                  timeText(entry.keptAt),
                  rowsOf(entry) ?? 'not counted',
                  formatBytes(bytesOf(entry)),
                  keptObjectsText(entry),
                ]),
              }),
            ],
    }),
  };
}
