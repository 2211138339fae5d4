import { readToolVersion } from '../../config/tool-version.js';
import { contentPolicy } from '../../html/content-policy.js';
import { markup, Markup, stacked } from '../../html/markup.js';
import { paragraph, resultMark, type Tone } from '../../html/page-parts.js';
import { partsStyle } from '../../html/page-style.js';

export interface ReportPage {
  /** `Migrations: not reversible` */
  readonly title: string;
  readonly tone: Tone;
  /** Sentences below the title. */
  readonly summary: readonly (Markup | string)[];
  readonly body: readonly Markup[];
  /** Rules for what only this report has. */
  readonly ownStyle?: string;
}

const sharedStyle = `
${partsStyle}
main { max-width: 76rem; margin: 0 auto; padding: 1.6rem 1.6rem 2rem; }
footer { color: var(--soft); font-size: 0.87rem; border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 0.7rem; }
@media (max-width: 40rem) { main { padding: 1rem; } th, td { padding-right: 0.6rem; } }
@media print { pre { white-space: pre-wrap; } }
`;

/**
 * Renders the file of a report. It contains no script and loads nothing: its content security policy allows only
 * its own style sheet.
 */
export function reportPage({ title, tone, summary, body, ownStyle = '' }: ReportPage): string {
  const style = sharedStyle + ownStyle;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy({ style, scripts: [] })}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${resultMark(tone, title)}</h1>
${stacked(summary.map(paragraph))}
${stacked(body)}
<footer>Written by roundtrip ${readToolVersion()}.</footer>
</main>
</body>
</html>
`;
  return page.source;
}
