import { assertNever } from '../../errors.js';
import type { ProofReport } from '../../prove/proof-report.js';
import type { ProofFileOptions } from './file-options.js';
import { proofToHtml } from './html.js';
import { proofToJson } from './json.js';
import { proofToJunit } from './junit.js';
import { proofToMarkdown } from './markdown.js';
import { jsonFile, type ReportForm } from '../text/report-form.js';

/** Renders a file of `prove --report FILE`. */
export function proofFile(form: ReportForm, report: ProofReport, options: ProofFileOptions): string {
  switch (form) {
    case 'junit':
      return proofToJunit(report, options);
    case 'markdown':
      return proofToMarkdown(report, options);
    case 'html':
      return proofToHtml(report, options);
    case 'json':
      return jsonFile(proofToJson(report, options.cwd, options));
    default:
      return assertNever(form);
  }
}
