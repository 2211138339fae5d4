import { InterruptedError } from '../../errors.js';
import type { ProofObserver, ProveOptions } from '../proof.js';
import type { MigrationProof, ProofReport } from '../proof-report.js';
import type { MigrationRange } from './split-migrations.js';

/** Proves a part of the ladder, on scratch databases of its own. */
export type ProvePart = (options: ProveOptions) => Promise<ProofReport>;

/**
 * Proves the parts at the same time. Each is a proof of its own of some of the migrations.
 * @throws what the first of them threw, after all have ended
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

/** The others were told to stop because of the first that failed, and say no more than that. */
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
  /** The part tells no more. */
  ended(): void;
}

/** Verdicts are told in the order of the parts: those of a later one wait until the earlier ones have ended. */
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
