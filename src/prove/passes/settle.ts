import type { Evidence } from '../evidence.js';
import type { Proof } from '../proof.js';
import type { Rebuilt } from '../scratch-pool.js';

/** If a migration cannot be reapplied, later migrations cannot be proven either. */
export function noteStopped(proof: Proof, { stopped }: Rebuilt): 'continue' | 'stop' {
  const evidence = stopped && proof.evidence[stopped.position - 1];
  if (!evidence) return 'continue';
  proof.appliedSteps.length = stopped.position - 1;
  if (evidence.concluded) return 'continue';
  evidence.upAgainError = stopped.error;
  return proof.conclude(evidence);
}

/** Returns whether the verdict cannot be changed any more by the second up. */
export function isSettled({ concluded, traces, downError, rowsLost, directives }: Evidence): boolean {
  return (
    concluded !== undefined ||
    downError !== undefined ||
    directives.irreversible !== undefined ||
    rowsLost.length > 0 ||
    hasSchemaTraces(traces)
  );
}

/** Lost rows, which may show only with generated rows, outweigh the order of columns. */
function hasSchemaTraces(traces: Evidence['traces']): boolean {
  return traces?.differences.some(({ change }) => change !== 'reordered') ?? false;
}
