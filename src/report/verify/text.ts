import { comparedText } from '../text/compared-text.js';
import type { ScratchPlace } from '../../scratch-run/scratch-server.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { renderChecklist } from './checklist-text.js';
import { renderVerifyFindings } from './finding-text.js';
import { findingCounts, ignoredText, remarksOn, sidesText, wordsFor } from './words.js';

export interface VerifyTextOptions {
  readonly paint: Paint;
  /** `verbose` also lists ignored differences. */
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
}

/** Renders the whole report: the checklist, the differences, and a summary. */
export function renderVerify(report: VerifyReport, options: VerifyTextOptions): string {
  const { paint } = options;
  const parts = [
    sidesText(report) ?? '',
    renderChecklist(report, paint),
    renderVerifyFindings(report, paint),
    ignoredLines(report, options).join('\n'),
    summaryLines(report, paint).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function ignoredLines({ ignored }: VerifyReport, { verbosity, paint }: VerifyTextOptions): readonly string[] {
  if (verbosity !== 'verbose' || ignored.length === 0) return [];
  return ['ignored', ...ignored.map((one) => paint.dim(`  ${ignoredText(one)}`))];
}

function summaryLines(report: VerifyReport, paint: Paint): readonly string[] {
  const { verdict, server, milliseconds, with: other } = report;
  const words = wordsFor(other);
  const counts = findingCounts(report);
  const verdictText = verdict === 'same' ? paint.green(words.same) : paint.red(words.different);
  const found = counts === '' ? '' : `: ${counts}`;
  return [
    `${verdictText}${found}, in ${formatDuration(milliseconds)} on PostgreSQL ${server.version} (${server.kind})`,
    paint.dim([comparedText(report), ...replayText(report)].join('; ')),
    ...remarksOn(report).map((remark) => paint.yellow(remark)),
  ];
}

const places: Readonly<Record<ScratchPlace, string>> = {
  'live server': 'the same server',
  'other server': 'another server',
  embedded: 'an embedded server',
};

function replayText({ with: other }: VerifyReport): readonly string[] {
  if (other.kind === 'database') return [];
  return [`${countOf(other.applied.length, 'migration')} replayed on ${places[other.scratch.place]}`];
}
