import { basename, extname } from 'node:path';
import { reportForms, type ReportForm } from '../text/report-form.js';

export type LintReportForm = ReportForm | 'sarif' | 'code quality';

/** Endings of `lint --report` files, for messages. */
export const lintReportEndings = [...Object.keys(reportForms), '.sarif', '.codequality.json'];

/** GitLab's reports of code quality are JSON files; they are told by their name. */
export function lintReportFormOf(file: string): LintReportForm | undefined {
  if (/code-?quality[^/\\]*\.json$/i.test(basename(file))) return 'code quality';
  const ending = extname(file).toLowerCase();
  if (ending === '.sarif') return 'sarif';
  const known: Readonly<Record<string, ReportForm>> = reportForms;
  return known[ending];
}
