import { assertNever } from '../../errors.js';
import type { ProofReport } from '../../prove/proof-report.js';
import type { ProofFileOptions } from './file-options.js';
import { proofToHtml } from './html.js';
import { proofToJson } from './json.js';
import { proofToJunit } from './junit.js';
import { proofToMarkdown } from './markdown.js';
import type { CodeReportForm } from '../text/code-report-form.js';
import { jsonFile } from '../text/report-form.js';
import { proofToCodeQuality } from './code-quality.js';
import { proofToSarif } from './sarif.js';

/** Renders a file of `prove --report FILE`. */
export function proofFile(form: CodeReportForm, report: ProofReport, options: ProofFileOptions): string {
  switch (form) {
    case 'junit':
      return proofToJunit(report, options);
    case 'markdown':
      return proofToMarkdown(report, options);
    case 'html':
      return proofToHtml(report, options);
    case 'json':
      return jsonFile(proofToJson(report, options.cwd, options));
    case 'sarif':
      return jsonFile(proofToSarif(report, options));
    case 'code quality':
      return jsonFile(proofToCodeQuality(report, options));
    default:
      return assertNever(form);
  }
}
