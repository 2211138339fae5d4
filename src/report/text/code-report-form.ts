import { basename, extname } from 'node:path';
import { reportForms, type ReportForm } from './report-form.js';

/** Form of a report about places in files. */
export type CodeReportForm = ReportForm | 'sarif' | 'code quality';

/** Endings of such files, for messages. */
export const codeReportEndings = [...Object.keys(reportForms), '.sarif', '.codequality.json'];

/** GitLab's reports of code quality are JSON files; they are told by their name. */
export function codeReportFormOf(file: string): CodeReportForm | undefined {
  if (/code-?quality[^/\\]*\.json$/i.test(basename(file))) return 'code quality';
  const ending = extname(file).toLowerCase();
  if (ending === '.sarif') return 'sarif';
  const known: Readonly<Record<string, ReportForm>> = reportForms;
  return known[ending];
}
