import { createHash } from 'node:crypto';

/**
 * A content security policy that allows only the given style sheet and scripts, whatever the page contains: it
 * loads nothing, runs nothing else, and sends no form.
 */
export function contentPolicy({
  style,
  scripts,
}: {
  readonly style: string;
  readonly scripts: readonly string[];
}): string {
  return [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    ...(scripts.length > 0 ? [`script-src ${scripts.map(hashSource).join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The source expression of an inline element by the hash of its text (CSP Level 3, 2.3.1). */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
