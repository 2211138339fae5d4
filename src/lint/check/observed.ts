import { isStronger } from '../../database/lock-modes.js';
import type { StatementEffects } from '../../effects/effects.js';
import type { Finding } from '../finding.js';
import { severityOf } from '../rule-selection.js';
import { observedEffect } from '../rules/observed-effect.js';
import type { StepStatement } from '../statements/step-statements.js';
import type { CheckedStep, FindingOptions } from './checked-step.js';

/** Strong locks, rewrites and scans that the trace shows on tables which no statement names: those of dynamic SQL. */
export function observedFindings(
  { step, check }: CheckedStep,
  { settings, placeOf }: FindingOptions,
): readonly Finding[] {
  const severity = severityOf(observedEffect, step.direction, settings);
  if (severity === 'off' || !step.trace) return [];
  return step.statements.flatMap((statement) => {
    const named = relationsOf(statement, check);
    return unexplained(statement.effects, named)
      .filter(({ relation }) => check.scene.isShared(relation))
      .map(({ relation, message }): Finding => ({
        rule: observedEffect.id,
        severity,
        direction: step.direction,
        statement: statement.index,
        sql: statement.sql,
        relation,
        status: 'observed',
        message,
        advice: observedEffect.instead,
        remedy: undefined,
        place: placeOf(statement, 0),
        suppressed: undefined,
      }));
  });
}

/** The relations that the text of a statement names, or that a rule has said something about. */
function relationsOf(statement: StepStatement, { scene, hits }: CheckedStep['check']): ReadonlySet<string> {
  const actions = scene.actions.filter((one) => one.statement === statement);
  const named = new Set<string>([
    ...actions.flatMap(({ locks, work }) => [...locks, ...work].map(({ relation }) => relation)),
    ...actions.flatMap(({ action }) =>
      'relation' in action && action.relation !== undefined ? [action.relation] : [],
    ),
    ...hits.flatMap(({ hit, statement: of }) =>
      of === statement && hit.relation !== undefined ? [hit.relation] : [],
    ),
  ]);
  // A statement about a partitioned table concerns its partitions, too.
  for (const relation of named)
    for (const one of scene.schema.table(relation)?.partitions ?? []) named.add(one);
  return named;
}

interface Unexplained {
  readonly relation: string;
  readonly message: string;
}

function unexplained(
  effects: StatementEffects | undefined,
  named: ReadonlySet<string>,
): readonly Unexplained[] {
  if (!effects) return [];
  const rewritten = new Set(effects.rewrites);
  const locked = effects.locks.filter(
    ({ kind, mode, relation }) =>
      /table$|^materialized view$/.test(kind) &&
      isStronger(mode, 'SHARE UPDATE EXCLUSIVE') &&
      !rewritten.has(relation),
  );
  const lockedNames = new Set(locked.map(({ relation }) => relation));
  const found = [
    ...effects.rewrites.map((relation) => ({ relation, message: `${relation} was rewritten` })),
    ...locked.map(({ relation, mode }) => ({ relation, message: `${relation} was locked in mode ${mode}` })),
    ...effects.scans
      .filter((relation) => !rewritten.has(relation) && !lockedNames.has(relation))
      .map((relation) => ({ relation, message: `all rows of ${relation} were read` })),
  ];
  return found.filter(({ relation }) => !named.has(relation));
}
