import type { Config } from '../../config/config.js';
import type { StudioResults } from '../studio-results.js';

export interface PageContext {
  readonly config: Config;
  readonly results: StudioResults;
  /** Whether a different order of columns is a finding. */
  readonly strict: 'on' | 'off';
  /** Starts observing the statements of a migration in the background. */
  readonly observe: (migration: string) => void;
  /** Path at which the schema reference is served. */
  readonly schemaPath: string;
}
