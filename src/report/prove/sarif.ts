import type { ProofReport } from '../../prove/proof-report.js';
import { sarifLog, sarifUri } from '../text/sarif-log.js';
import { codeFindings, codeRules, type CodeFinding, type CodeRule } from './code-findings.js';
import type { ProofFileOptions } from './file-options.js';

const helpUri = 'https://unpkg.com/pg-roundtrip/docs/prove.md';

/** SARIF with paths from the root of the repository. Accepted findings are kept as suppressed. */
export function proofToSarif(report: ProofReport, options: ProofFileOptions): object {
  const findings = codeFindings(report, options);
  const used = (Object.keys(codeRules) as readonly CodeRule[]).filter((id) =>
    findings.some(({ rule }) => rule === id),
  );
  const rules = used.map((id) => ({
    id,
    shortDescription: { text: codeRules[id] },
    fullDescription: { text: codeRules[id] },
    help: { text: codeRules[id], markdown: `${codeRules[id]}\n\n[Proving](${helpUri})` },
    helpUri,
  }));
  const root = options.root ?? options.cwd;
  const results = findings.map((finding) => resultOf(finding, used, root));
  return sarifLog({ id: 'roundtrip-prove', rules, results });
}

function resultOf(
  { rule, title, text, path, line = 1, accepted }: CodeFinding,
  used: readonly CodeRule[],
  root: string,
) {
  const artifactLocation = { uri: sarifUri(path, root) };
  return {
    ruleId: rule,
    ruleIndex: used.indexOf(rule),
    level: 'error',
    message: { text: `${title}\n${text}` },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: line } } }],
    ...(accepted === undefined ? {} : { suppressions: [{ kind: 'external', justification: accepted }] }),
  };
}
