import { assertNever } from '../../errors.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { jsonFile, type ReportForm } from '../text/report-form.js';
import { verifyToHtml } from './html.js';
import { verifyToJson } from './json.js';
import { verifyToJunit } from './junit.js';
import { verifyToMarkdown } from './markdown.js';

/** Renders a file of `verify --report FILE`. */
export function verifyFile(form: ReportForm, report: VerifyReport): string {
  switch (form) {
    case 'junit':
      return verifyToJunit(report);
    case 'markdown':
      return verifyToMarkdown(report);
    case 'html':
      return verifyToHtml(report);
    case 'json':
      return jsonFile(verifyToJson(report));
    default:
      return assertNever(form);
  }
}
