import type { Finding, FindingPlace } from '../../lint/finding.js';
import type { LintReport } from '../../lint/lint-report.js';
import { rules } from '../../lint/rules/registry.js';
import type { Rule, Severity } from '../../lint/rules/rule.js';
import { sarifLog, sarifUri } from '../text/sarif-log.js';
import { rulePage } from './rule-page.js';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 (OASIS), as GitHub code scanning reads it. Suppressed findings are kept as suppressed. */
export function lintToSarif({ migrations }: LintReport, root: string): object {
  const findings = migrations.flatMap(({ findings: own }) =>
    own.filter(({ status }) => status !== 'cleared'),
  );
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const results = findings.map((finding) => resultOf(finding, used, root));
  return sarifLog({ id: 'roundtrip-lint', rules: used.map(ruleToSarif), results });
}

function ruleToSarif({ id, title, why, instead }: Rule) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: instead, markdown: `${instead}\n\n[${id}](${rulePage(id)})` },
    helpUri: rulePage(id),
  };
}

function resultOf(finding: Finding, used: readonly Rule[], root: string) {
  const { rule, severity, message, advice, place, direction, status, relation, suppressed } = finding;
  return {
    ruleId: rule,
    ruleIndex: used.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: `${message}. ${advice}` },
    locations: [{ physicalLocation: locationOf(place, root) }],
    ...(suppressed ? { suppressions: [suppressionOf(suppressed)] } : {}),
    properties: { direction, status, ...(relation === undefined ? {} : { relation }) },
  };
}

/** Section 3.35 of the specification: `external` is recorded outside of the source. */
function suppressionOf({ reason, by }: NonNullable<Finding['suppressed']>) {
  return { kind: by === 'comment' ? 'inSource' : 'external', justification: reason };
}

function locationOf({ path, line = 1, column, endLine, endColumn }: FindingPlace, root: string) {
  const region = {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn }),
  };
  return { artifactLocation: { uri: sarifUri(path, root) }, region };
}
