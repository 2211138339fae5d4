import { assertNever } from '../../errors.js';
import type { RehearsalReport } from '../../rehearse/rehearsal-report.js';
import { jsonFile, type ReportForm } from '../text/report-form.js';
import { rehearsalToHtml } from './html.js';
import { rehearsalToJson } from './json.js';
import { rehearsalToJunit } from './junit.js';
import { rehearsalToMarkdown } from './markdown.js';

/** Renders a file of `rehearse --report FILE`. */
export function rehearsalFile(form: ReportForm, report: RehearsalReport, cwd: string): string {
  switch (form) {
    case 'junit':
      return rehearsalToJunit(report, cwd);
    case 'markdown':
      return rehearsalToMarkdown(report);
    case 'html':
      return rehearsalToHtml(report, cwd);
    case 'json':
      return jsonFile(rehearsalToJson(report, cwd));
    default:
      return assertNever(form);
  }
}
