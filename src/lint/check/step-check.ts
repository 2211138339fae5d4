import type { Relation } from '../actions/action.js';
import { expectedLocks } from '../expected/locks.js';
import { expectedWork } from '../expected/work.js';
import type { Hit, Rule, StepAction, StepScene } from '../rules/rule.js';
import type { SqlStatement } from '../../sql-text/parser.js';
import { applyAction } from '../schema/apply-action.js';
import type { Schema } from '../schema/schema.js';
import type { StepStatement, StepStatements } from '../statements/step-statements.js';
import { actionsOf } from './step-actions.js';

/** A hit of a rule, and the statement that it is about. */
export interface RuleHit {
  readonly rule: Rule;
  readonly hit: Hit;
  readonly statement: StepStatement | undefined;
  /** The statement that was parsed: the same one, or one in its code. */
  readonly source: SqlStatement | undefined;
}

export interface StepCheck {
  readonly scene: StepScene;
  readonly hits: readonly RuleHit[];
}

export interface StepCheckOptions {
  readonly rules: readonly Rule[];
  /** Schema before the step, which is not changed. */
  readonly before: Schema;
  /** Number of the step among all that are checked. */
  readonly number: number;
  /** The up of the same migration, for its down. */
  readonly up: { readonly scene: StepScene; readonly number: number } | undefined;
  readonly released: readonly StepScene[];
  readonly lockTimeout: number;
}

/** Checks one step by all rules, statement by statement. */
export function checkStep(step: StepStatements, options: StepCheckOptions): StepCheck {
  const { rules, before, number, up, released, lockTimeout } = options;
  const schema = before.fork();
  const actions: StepAction[] = [];
  const own = new Set([number, ...(up ? [up.number] : [])]);
  const isShared = (relation: Relation) => {
    if (/^(pg_catalog|information_schema|pg_temp)\./.test(relation)) return false;
    const facts = schema.table(relation) ?? before.table(relation);
    // It may be a table of an up that is not known.
    if (!facts && up?.scene.unknown !== undefined) return false;
    return !facts || (!facts.temporary && (facts.createdBy === undefined || !own.has(facts.createdBy)));
  };
  const { migration, direction, transaction, statements, texts, unknown } = step;
  const shown = { migration, direction, transaction, statements, texts, unknown };
  const scene: StepScene = {
    ...shown,
    actions,
    before,
    schema,
    up: up?.scene.unknown === undefined ? up?.scene : undefined,
    released,
    isShared,
    lockTimeout,
  };
  const hits: RuleHit[] = [];
  for (const statement of statements) {
    for (const { action, source } of actionsOf(statement, schema)) {
      for (const rule of rules) {
        for (const hit of rule.check?.({ action, statement, step: scene, schema }) ?? [])
          if (hit.relation === undefined || isShared(hit.relation))
            hits.push({ rule, hit, statement, source });
      }
      const [locks, work] = [expectedLocks(action, schema), expectedWork(action, schema)];
      actions.push({
        action,
        statement,
        locks: locks.filter(({ relation }) => isShared(relation)),
        work: work.filter(({ relation }) => isShared(relation)),
      });
      applyAction(action, schema, number);
    }
  }
  const ofStep = rules.flatMap((rule) =>
    (rule.checkStep?.(scene) ?? []).map((hit) => ({
      rule,
      hit,
      statement: hit.statement,
      source: hit.statement?.parsed,
    })),
  );
  const kept = [...hits, ...ofStep].filter(({ hit, statement }) => !isDroppedLater(hit, statement, scene));
  return { scene, hits: kept };
}

/** In a down, what happens to a table that the same step drops afterwards is of no interest. */
function isDroppedLater({ relation }: Hit, statement: StepStatement | undefined, scene: StepScene): boolean {
  if (relation === undefined || !statement || scene.direction === 'up') return false;
  return scene.actions.some(
    (one) =>
      one.action.kind === 'drop relation' &&
      one.action.relation === relation &&
      one.statement.index > statement.index,
  );
}
