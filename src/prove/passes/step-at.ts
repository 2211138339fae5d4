import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';

/** One migration went up on a stage. */
export interface CompletedStep {
  readonly run: ScratchRun;
  /** Number of the migration that went up, from 1. */
  readonly position: number;
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
}
