import { InterruptedError } from '../../errors.js';
import type { ProofObserver, ProveOptions } from '../proof.js';
import type { MigrationProof, ProofReport } from '../proof-report.js';
import type { MigrationRange } from './split-migrations.js';

/** Proves a part of the chain, on scratch databases of its own. */
export type ProvePart = (options: ProveOptions) => Promise<ProofReport>;

/**
 * Proves the parts in parallel. Each is a proof of its own of some of the migrations.
 * @throws the error of the first part that failed, after all have ended
 */
export async function proveInParallel(
  options: ProveOptions,
  parts: readonly MigrationRange[],
  provePart: ProvePart,
): Promise<readonly ProofReport[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const outcomes = await Promise.allSettled(
    inOrder(options.observer, parts.length).map(async (observer, index) => {
      const chosen = namesOf(options, parts[index] ?? []);
      try {
        return await provePart({ ...options, signal, chosen, observer });
      } catch (error) {
        failure.abort();
        throw error;
      } finally {
        observer.ended();
      }
    }),
  );
  return reportsOf(outcomes, options.signal);
}

function namesOf({ migrations }: ProveOptions, part: MigrationRange): ReadonlySet<string> {
  return new Set(part.flatMap((place) => migrations[place]?.name ?? []));
}

/** Ignores the errors of the other parts, which were interrupted because of the first failure. */
function reportsOf(
  outcomes: readonly PromiseSettledResult<ProofReport>[],
  signal: AbortSignal,
): readonly ProofReport[] {
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  const [first] = failures.filter((error) => signal.aborted || !(error instanceof InterruptedError));
  if (failures.length > 0) throw first ?? failures[0];
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

interface PartObserver extends ProofObserver {
  /** The part reports nothing any more. */
  ended(): void;
}

/**
 * Reports verdicts in the order of the parts: those of a later part are held back until the earlier ones have
 * ended.
 */
function inOrder(observer: ProofObserver, count: number): readonly PartObserver[] {
  const reported = new Set<string>();
  const waiting = Array.from({ length: count }, (): MigrationProof[] => []);
  const over = new Set<number>();
  let turn = 0;
  const report = (proof: MigrationProof) => {
    if (!reported.has(proof.name)) observer.proven(proof);
    reported.add(proof.name);
  };
  const passOn = () => {
    for (;;) {
      for (const proof of waiting[turn]?.splice(0) ?? []) report(proof);
      if (!over.has(turn)) return;
      turn += 1;
    }
  };
  return waiting.map((proofs, index) => ({
    step: (progress) => {
      observer.step(progress);
    },
    proven: (proof) => {
      proofs.push(proof);
      passOn();
    },
    ended: () => {
      over.add(index);
      passOn();
    },
  }));
}
