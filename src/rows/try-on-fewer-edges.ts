import { StepFailed } from './attempt-step.js';
import { allEdges, hasEdges, noEdges, type EdgeRules } from './edge-rules.js';
import { milderEdges } from './milder-edges.js';

/** The outcome of trials on generated rows. */
export type TrialOutcome<T> =
  | {
      readonly kind: 'compared';
      readonly trial: T;
      readonly rules: EdgeRules;
      /** The failure on rows with more edge values. */
      readonly failed: StepFailed | undefined;
    }
  /** A step fails even on plain rows. */
  | { readonly kind: 'unfit'; readonly failed: StepFailed };

/** Runs a trial, again with fewer edge values among the rows where a step fails on them, at most `most` times. */
export async function tryOnFewerEdges<T>(
  run: (rules: EdgeRules) => Promise<T>,
  most: number,
): Promise<TrialOutcome<T>> {
  let rules = allEdges;
  let first: StepFailed | undefined;
  for (let number = 1; ; number += 1) {
    try {
      return { kind: 'compared', trial: await run(rules), rules, failed: first };
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      first ??= error;
      const next = number < most - 1 ? milderEdges(rules, error.refusal) : plainAfter(rules);
      if (!next) return { kind: 'unfit', failed: error };
      rules = next;
    }
  }
}

function plainAfter(rules: EdgeRules): EdgeRules | undefined {
  return hasEdges(rules) ? noEdges : undefined;
}
