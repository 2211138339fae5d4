import { availableParallelism } from 'node:os';

/**
 * Default limit. Each job holds two sessions and a database on the server, so more jobs have to be requested
 * explicitly.
 */
const mostJobsUnasked = 4;

/** Default number of parts of the chain that are proven in parallel. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), mostJobsUnasked);
}
