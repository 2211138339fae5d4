import type { ObservedStep, ScratchRun } from '../../scratch-run/scratch-run.js';

/** A migration that was applied to a scratch database. */
export interface CompletedStep {
  readonly run: ScratchRun;
  /** Position of the applied migration, from 1. */
  readonly position: number;
  readonly step: Extract<ObservedStep, { outcome: 'done' }>;
}
