import type { Direction } from '../migrations/migration.js';
import type { Rule, RuleSeverity } from './rules/rule.js';

/** Severities from the settings, by the id of a rule. */
export type RuleSettings = Readonly<Record<string, RuleSeverity>>;

/** A severity of the settings holds for both directions, unless the rule is off in one of them. */
export function severityOf(rule: Rule, direction: Direction, settings: RuleSettings): RuleSeverity {
  const own = rule.severity[direction];
  const configured = settings[rule.id];
  if (configured === undefined) return own;
  const isOff = own === 'off' && rule.severity[direction === 'up' ? 'down' : 'up'] !== 'off';
  return isOff ? 'off' : configured;
}
