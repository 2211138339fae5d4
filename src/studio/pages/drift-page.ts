import { resultMark } from '../../html/page-parts.js';
import { verifyParts, verifySummary } from '../../report/verify/html.js';
import { wordsFor } from '../../report/verify/words.js';
import { markup } from '../../html/markup.js';
import type { PageContext } from './page-context.js';
import { resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';

/** The live database compared with its migrations, as `roundtrip verify` compares it. */
export function driftPage({ results }: PageContext): StudioPage {
  return {
    title: 'Drift',
    body: resultParts(results.get('drift'), {
      running: 'The database is being compared with its migrations …',
      render: (report) => {
        const words = wordsFor(report.with);
        const isSame = report.verdict === 'same';
        const verdict = resultMark(isSame ? 'good' : 'bad', isSame ? words.same : words.different);
        return [
          markup`<p><strong>${verdict}</strong></p>`,
          ...verifySummary(report).map((line) => markup`<p>${line}</p>`),
          ...verifyParts(report),
        ];
      },
    }),
  };
}
