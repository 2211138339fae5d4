import type { ProveOptions } from '../../library/prove.js';
import type { TestFramework } from '../framework.js';
import type { TestedProject } from '../options.js';

/** Options of a proof that tests describe. */
export type ProofOptions = TestedProject &
  Pick<ProveOptions, 'rows' | 'seed' | 'strict' | 'jobs' | 'allowClusterChanges'>;

export interface DescribeMigrationsOptions extends ProofOptions, Partial<TestFramework> {
  /** Title of the group of tests; default: `migrations`. */
  readonly title?: string | undefined;
  /** Milliseconds that the tests may take; the first one waits for the whole proof. Default: 120000. */
  readonly timeout?: number | undefined;
}
