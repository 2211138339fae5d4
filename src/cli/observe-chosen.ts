import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { observeEffects, type EffectsOptions, type MigrationEffects } from '../effects/observe-effects.js';
import type { Context } from './context.js';

interface Observing extends Pick<EffectsOptions, 'database' | 'migrations' | 'chosen' | 'advice'> {
  /** Words before the direction in the line of progress. */
  readonly label?: string;
}

/** Observes the statements of the chosen migrations on a scratch database, for a command with these flags. */
export function observeChosen(
  { flags, signal, terminal }: Context<{ readonly allowClusterChanges?: boolean }>,
  config: Config,
  { label = '', ...observing }: Observing,
): Promise<readonly MigrationEffects[]> {
  return observeEffects({
    ...observing,
    signal,
    config: config.migrations,
    limits: statementLimits(config.limits),
    clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
    progress: ({ name, direction }) => {
      terminal.progress(`${label}${direction}  ${name}`);
    },
  });
}
