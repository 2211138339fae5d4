import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { observeEffects, type EffectsOptions, type MigrationEffects } from '../../effects/observe-effects.js';
import type { Context } from '../context.js';
import type { ProveFlags } from './flags.js';

/** Observes the statements of the chosen migrations for `--locks`. */
export function observeLocks(
  { flags, signal, terminal }: Context<ProveFlags>,
  config: Config,
  { database, migrations, chosen }: Pick<EffectsOptions, 'database' | 'migrations' | 'chosen'>,
): Promise<readonly MigrationEffects[]> {
  return observeEffects({
    database,
    signal,
    config: config.migrations,
    limits: statementLimits(config.limits),
    migrations,
    chosen,
    clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
    advice:
      'Observe it on the embedded server with --embedded, or allow it here with --allow-cluster-changes.',
    progress: ({ name, direction }) => {
      terminal.progress(`locks  ${direction}  ${name}`);
    },
  });
}
