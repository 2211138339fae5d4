import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { Finding } from '../../lint/finding.js';
import { openFindings, type LintReport } from '../../lint/lint-report.js';
import type { Severity } from '../../lint/rules/rule.js';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** GitLab's report of code quality (GitLab Docs, Code Quality, "Code Quality report format"). */
export function lintToCodeQuality({ migrations }: LintReport, cwd: string): readonly object[] {
  return migrations.flatMap((linted) => openFindings(linted).map((finding) => issueOf(finding, cwd)));
}

function issueOf({ rule, severity, direction, message, relation, sql, place }: Finding, cwd: string) {
  const path = relative(cwd, place.path).replaceAll('\\', '/');
  // Not of the line, so that an issue stays the same one when the file grows above it.
  const identity = JSON.stringify([path, rule, direction, relation, sql, message]);
  return {
    description: message,
    check_name: rule,
    fingerprint: createHash('sha256').update(identity).digest('hex'),
    severity: severities[severity],
    location: { path, lines: { begin: place.line ?? 1 } },
  };
}
