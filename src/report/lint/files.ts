import { assertNever } from '../../errors.js';
import type { LintReport } from '../../lint/lint-report.js';
import { jsonFile } from '../text/report-form.js';
import { lintToCodeQuality } from './code-quality.js';
import { lintToHtml } from './html.js';
import { lintToJson } from './json.js';
import { lintToJunit } from './junit.js';
import { lintToMarkdown } from './markdown.js';
import type { CodeReportForm } from '../text/code-report-form.js';
import { lintToSarif } from './sarif.js';

export interface LintFileOptions {
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
  /** Root of the repository, for SARIF and Code Quality. */
  readonly root: string;
}

/** Renders a file of `lint --report FILE`. */
export function lintFile(form: CodeReportForm, report: LintReport, { cwd, root }: LintFileOptions): string {
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
      return jsonFile(lintToSarif(report, root));
    case 'code quality':
      return jsonFile(lintToCodeQuality(report, root));
    default:
      return assertNever(form);
  }
}
