import { availableParallelism } from 'node:os';

/** Each job holds two sessions and a database on the server; more than this no server is burdened with unasked. */
const mostJobsUnasked = 4;

/** How many parts of the migrations to prove at the same time where nobody says. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), mostJobsUnasked);
}
