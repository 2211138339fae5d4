import process from 'node:process';
import { createInterface } from 'node:readline';
import { toSentError } from '../sent-error.js';
import type { ProofOutput, ProofRequest } from './outcome.js';

// Reads a request from standard input, and prints the answer. A proof is interrupted when standard input is
// closed, as it is when the process that waits for the proof ends.
const interruption = new AbortController();
const input = createInterface({ input: process.stdin });
input.once('line', (line) => {
  void answer(JSON.parse(line) as ProofRequest).then((output) => {
    process.stdout.write(`${JSON.stringify(output)}\n`);
    input.close();
    process.stdin.destroy();
  });
});
input.once('close', () => {
  interruption.abort();
});

async function answer({ wanted, options }: ProofRequest): Promise<ProofOutput> {
  const { signal } = interruption;
  const place = { embedded: options.databaseUrl === undefined };
  try {
    if (wanted === 'names') {
      const { listNames } = await import('./list-names.js');
      return { names: await listNames({ ...projectOf(options), ...place }) };
    }
    const { proveOutcomes } = await import('./prove-outcomes.js');
    return { outcomes: await proveOutcomes({ ...options, ...place, signal }) };
  } catch (error) {
    return { error: toSentError(error) };
  }
}

/** Options that only a proof has are checked by the proof. */
function projectOf({ rows, seed, strict, jobs, allowClusterChanges, ...project }: ProofRequest['options']) {
  return project;
}
