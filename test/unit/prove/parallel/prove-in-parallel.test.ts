import { InterruptedError } from '../../../../src/errors.js';
import type { ProveOptions } from '../../../../src/prove/proof.js';
import type { MigrationProof, ProofReport } from '../../../../src/prove/proof-report.js';
import { proveInParallel } from '../../../../src/prove/parallel/prove-in-parallel.js';

const proofOf = (name: string) => ({ name }) as MigrationProof;
const reportOf = (names: readonly string[]) => ({ migrations: names.map(proofOf) }) as unknown as ProofReport;

function optionsFor(told: string[], signal = new AbortController().signal): ProveOptions {
  const migrations = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
  const observer = { step: () => undefined, proven: ({ name }: MigrationProof) => void told.push(name) };
  return { migrations, observer, signal } as unknown as ProveOptions;
}

const parts = [
  [0, 1],
  [2, 3],
];

describe('parts of a chain that are proven at the same time', () => {
  it('report their verdicts in the order of the parts, independently of which part finishes first', async () => {
    const told: string[] = [];
    let finishFirst = (): void => undefined;
    const first = new Promise<void>((resolve) => (finishFirst = resolve));
    await proveInParallel(optionsFor(told), parts, async ({ chosen, observer }) => {
      if (chosen.has('a')) await first;
      for (const name of chosen) observer.proven(proofOf(name));
      if (chosen.has('c')) {
        expect(told).toEqual([]);
        finishFirst();
      }
      return reportOf([...chosen]);
    });
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('report a migration that fails before several parts only once', async () => {
    const told: string[] = [];
    await proveInParallel(optionsFor(told), parts, ({ chosen, observer }) => {
      observer.proven(proofOf('a'));
      return Promise.resolve(reportOf([...chosen]));
    });
    expect(told).toEqual(['a']);
  });

  it('all stop if one throws, and its error is thrown', async () => {
    const proof = proveInParallel(optionsFor([]), parts, async ({ chosen, signal }) => {
      if (chosen.has('c')) throw new Error('broken');
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      throw new InterruptedError('interrupted');
    });
    await expect(proof).rejects.toThrow('broken');
  });

  it('all stop when the user interrupts', async () => {
    const user = new AbortController();
    const proof = proveInParallel(optionsFor([], user.signal), parts, async ({ signal }) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      throw new InterruptedError('interrupted');
    });
    user.abort();
    await expect(proof).rejects.toThrow(InterruptedError);
  });
});
