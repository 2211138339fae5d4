import type { FindingPlace } from '../finding.js';
import type { TableStats, WorkRates } from '../stats/table-stats.js';
import type { RuleSettings } from '../rule-selection.js';
import type { StepStatement, StepStatements } from '../statements/step-statements.js';
import type { StepCheck } from './step-check.js';

export interface CheckedStep {
  readonly step: StepStatements;
  readonly check: StepCheck;
}

/** What findings of a step are made with. */
export interface FindingOptions {
  readonly settings: RuleSettings;
  readonly stats: ReadonlyMap<string, TableStats>;
  /** Of the server with these tables, where they were measured. */
  readonly rates: WorkRates | undefined;
  readonly placeOf: (statement: StepStatement | undefined, offset: number) => FindingPlace;
}
