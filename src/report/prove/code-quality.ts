import type { ProofReport } from '../../prove/proof-report.js';
import { codeQualityIssue } from '../text/code-quality-issue.js';
import { codeFindings } from './code-findings.js';
import type { ProofFileOptions } from './file-options.js';

/** GitLab's report of code quality, with paths from the root of the repository; without accepted findings. */
export function proofToCodeQuality(report: ProofReport, options: ProofFileOptions): readonly object[] {
  return codeFindings(report, options)
    .filter(({ accepted }) => accepted === undefined)
    .map(({ rule, title, path, line }) =>
      codeQualityIssue(
        { description: title, rule, severity: 'critical', path, line, identity: [rule, title] },
        options.root ?? options.cwd,
      ),
    );
}
