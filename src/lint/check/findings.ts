import type { StepStatements } from '../statements/step-statements.js';
import type { Finding } from '../finding.js';
import { severityOf, type RuleSettings } from '../rule-selection.js';
import { readSourceFile, type SourceFile } from '../source/source-file.js';
import { offsetIn } from '../source/spot.js';
import type { CheckedStep, FindingOptions } from './checked-step.js';
import { observedFindings } from './observed.js';
import { judgeHit } from './status.js';
import type { RuleHit } from './step-check.js';

/** The findings of the steps of a migration, in the order of their statements. */
export async function findingsOf(
  steps: readonly CheckedStep[],
  { rules: settings }: { readonly rules: RuleSettings },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { step, check } of steps) {
    const options = { settings, placeOf: await placing(step) };
    const found = check.hits.flatMap((hit) => findingOf(hit, step, options));
    findings.push(
      ...[...withoutRepeats(found), ...observedFindings({ step, check }, options)].sort(byStatement),
    );
  }
  return findings;
}

async function placing({ migration, direction }: StepStatements): Promise<FindingOptions['placeOf']> {
  const path = migration.sql?.[direction].path ?? migration.path;
  const file: SourceFile | undefined = await readSourceFile(migration, direction);
  return (statement, offset) => {
    if (!statement) return { path, line: undefined };
    return file?.placeOf({ statement, offset }) ?? { path, line: statement.line };
  };
}

function findingOf(
  { rule, hit, statement, source }: RuleHit,
  { direction, trace }: StepStatements,
  { settings, placeOf }: FindingOptions,
): readonly Finding[] {
  const configured = severityOf(rule, direction, settings);
  if (configured === 'off') return [];
  const { status, relation } = judgeHit(hit, statement, trace);
  const offset = statement ? offsetIn(statement, source, hit.location) : 0;
  return [
    {
      rule: rule.id,
      severity: settings[rule.id] === undefined ? (hit.severity ?? configured) : configured,
      direction,
      statement: statement?.index,
      sql: statement?.sql,
      relation,
      status,
      message: hit.message,
      advice: rule.instead,
      remedy: hit.remedy ?? rule.remedy,
      place: placeOf(statement, offset),
      suppressed: undefined,
    },
  ];
}

/** A statement in a loop or in a routine that is called twice is one finding. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, statement, relation, message }) => {
    const key = JSON.stringify([rule, statement, relation, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byStatement(a: Finding, b: Finding): number {
  return (a.statement ?? Infinity) - (b.statement ?? Infinity) || 0;
}
