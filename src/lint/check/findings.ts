import type { StepStatements } from '../statements/step-statements.js';
import type { Finding } from '../finding.js';
import { severityOf } from '../rule-selection.js';
import type { SourceFile } from '../source/source-file.js';
import { offsetIn } from '../source/spot.js';
import type { CheckedStep, FindingOptions } from './checked-step.js';
import type { Direction } from '../../migrations/migration.js';
import type { Hit, Rule } from '../rules/rule.js';
import { judgeSize, type SizedWork } from '../stats/judge-size.js';
import { observedFindings } from './observed.js';
import { judgeHit } from './status.js';
import type { RuleHit } from './step-check.js';

interface Making extends Pick<FindingOptions, 'settings' | 'stats' | 'rates'> {
  /** The file of a direction; `undefined` where it is gone. */
  readonly fileOf: (direction: Direction) => SourceFile | undefined;
}

/** The findings of the steps of a migration, in the order of their statements. */
export function findingsOf(steps: readonly CheckedStep[], { fileOf, ...making }: Making): readonly Finding[] {
  return steps.flatMap(({ step, check }) => {
    const options = { ...making, placeOf: placing(step, fileOf(step.direction)) };
    const found = check.hits.flatMap((hit) => findingOf(hit, step, options));
    return [...withoutRepeats(found), ...observedFindings({ step, check }, options)].sort(byStatement);
  });
}

function placing(
  { migration, direction }: StepStatements,
  file: SourceFile | undefined,
): FindingOptions['placeOf'] {
  const path = migration.sql?.[direction].path ?? migration.path;
  return (statement, offset) => {
    if (!statement) return { path, line: undefined };
    return file?.placeOf({ statement, offset }) ?? { path, line: statement.line };
  };
}

function findingOf(
  { rule, hit, statement, source }: RuleHit,
  { direction, trace }: StepStatements,
  { settings, stats, rates, placeOf }: FindingOptions,
): readonly Finding[] {
  const configured = severityOf(rule, direction, settings);
  if (configured === 'off') return [];
  const { status, relation } = judgeHit(hit, statement, trace);
  const offset = statement ? offsetIn(statement, source, hit.location) : 0;
  const finding: Finding = {
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
  };
  const table = stats.get(relation ?? '');
  const isSized = rule.sized !== undefined || hit.evidence.kind !== 'text';
  return [table && isSized ? judgeSize(finding, { table, work: workOf(rule, hit), rates }) : finding];
}

function workOf({ sized }: Rule, { evidence }: Hit): SizedWork {
  if (evidence.kind === 'rewrite' || evidence.kind === 'scan') return evidence.kind;
  return sized === 'rows' ? undefined : sized;
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
