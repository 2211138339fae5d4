import type { MigrationEffects } from '../../effects/observe-effects.js';
import type { Finding } from '../finding.js';
import { severityOf, type RuleSettings } from '../rule-selection.js';
import { failsOnScratch } from '../rules/fails-on-scratch.js';

/** The finding about a direction that failed on the scratch database. */
export function failureFindings(
  { failure, migration }: MigrationEffects,
  settings: RuleSettings,
): readonly Finding[] {
  if (failure?.error.migration !== migration.name) return [];
  const { direction, error } = failure;
  const severity = severityOf(failsOnScratch, direction, settings);
  if (severity === 'off') return [];
  const { path, line, column } = error.place;
  return [
    {
      rule: failsOnScratch.id,
      severity,
      direction,
      statement: undefined,
      sql: error.statement,
      relation: undefined,
      status: 'observed',
      message: `the ${direction} fails: ${error.reason}`,
      advice: failsOnScratch.instead,
      remedy: undefined,
      place: { path, line, ...(column === undefined ? {} : { column }) },
      suppressed: undefined,
    },
  ];
}
