import type { ObservedStep, Stage } from '../../scratch-run/scratch-run.js';

/** One migration went up on a stage. */
export interface Climbed {
  readonly stage: Stage;
  /** Number of the migration that went up, from 1. */
  readonly height: number;
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
}
