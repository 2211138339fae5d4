import { assertNever } from '../../errors.js';
import type { LintReport } from '../../lint/lint-report.js';
import { jsonFile } from '../text/report-form.js';
import { lintToCodeQuality } from './code-quality.js';
import { lintToHtml } from './html.js';
import { lintToJson } from './json.js';
import { lintToJunit } from './junit.js';
import { lintToMarkdown } from './markdown.js';
import type { LintReportForm } from './report-form.js';
import { lintToSarif } from './sarif.js';

/** Renders a file of `lint --report FILE`. */
export function lintFile(form: LintReportForm, report: LintReport, cwd: string): string {
  switch (form) {
    case 'junit':
      return lintToJunit(report, cwd);
    case 'markdown':
      return lintToMarkdown(report, cwd);
    case 'html':
      return lintToHtml(report, cwd);
    case 'json':
      return jsonFile(lintToJson(report, cwd));
    case 'sarif':
      return jsonFile(lintToSarif(report, cwd));
    case 'code quality':
      return jsonFile(lintToCodeQuality(report, cwd));
    default:
      return assertNever(form);
  }
}
