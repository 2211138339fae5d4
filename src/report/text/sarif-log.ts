import { relative } from 'node:path';
import { readToolVersion } from '../../config/tool-version.js';

export interface SarifRun {
  /** Tells the reports of several commands apart: `roundtrip-prove`. */
  readonly id: string;
  readonly rules: readonly object[];
  readonly results: readonly object[];
  /** Messages of a run that failed. */
  readonly failures?: readonly string[];
}

/** SARIF 2.1.0 (OASIS), as GitHub code scanning reads it. */
export function sarifLog({ id, rules, results, failures = [] }: SarifRun): object {
  const driver = { name: 'roundtrip', semanticVersion: readToolVersion(), rules };
  const notifications = failures.map((text) => ({ level: 'error', message: { text } }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        automationDetails: { id: `${id}/` },
        invocations: [
          { executionSuccessful: failures.length === 0, toolExecutionNotifications: notifications },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

/** A path from the root of the repository as a relative reference (RFC 3986). */
export function sarifUri(path: string, root: string): string {
  return relative(root, path).replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
