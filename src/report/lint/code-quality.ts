import { openFindings, type LintReport } from '../../lint/lint-report.js';
import type { Severity } from '../../lint/rules/rule.js';
import { codeQualityIssue } from '../text/code-quality-issue.js';

const severities = {
  error: 'critical',
  warning: 'major',
  info: 'info',
} as const satisfies Readonly<Record<Severity, string>>;

/** GitLab's report of code quality, with paths from the root of the repository. */
export function lintToCodeQuality({ migrations }: LintReport, root: string): readonly object[] {
  return migrations.flatMap((linted) =>
    openFindings(linted).map(({ rule, severity, direction, message, relation, sql, place }) =>
      codeQualityIssue(
        {
          description: message,
          rule,
          severity: severities[severity],
          path: place.path,
          line: place.line,
          identity: [rule, direction, relation, sql, message],
        },
        root,
      ),
    ),
  );
}
