import { createHash } from 'node:crypto';
import { relative } from 'node:path';

export interface CodeQualityFinding {
  /** One line. */
  readonly description: string;
  readonly rule: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly path: string;
  /** From 1. */
  readonly line: number | undefined;
  /** Identifies the issue among those of the file, whatever its line. */
  readonly identity: readonly unknown[];
}

/** An issue of GitLab's report of code quality (GitLab Docs, Code Quality, "Code Quality report format"). */
export function codeQualityIssue(
  { description, rule, severity, path: absolute, line, identity }: CodeQualityFinding,
  root: string,
): object {
  const path = relative(root, absolute).replaceAll('\\', '/') || '.';
  return {
    description,
    check_name: rule,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([path, ...identity]))
      .digest('hex'),
    severity,
    location: { path, lines: { begin: line ?? 1 } },
  };
}
