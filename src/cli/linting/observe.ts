import type { Config } from '../../config/config.js';
import { withScratchServer } from '../../database/open-database.js';
import { requireExtensions } from '../../database/required-extensions.js';
import type { ServerInfo } from '../../database/session.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
import type { Migration } from '../../migrations/migration.js';
import type { Context } from '../context.js';
import { observeChosen } from '../observe-chosen.js';
import type { LintFlags } from './flags.js';

export interface Observation {
  readonly server: ServerInfo | undefined;
  readonly effects: readonly MigrationEffects[];
}

interface Observing {
  readonly config: Config;
  readonly migrations: readonly Migration[];
  readonly chosen: ReadonlySet<string>;
}

const advice =
  'Observe it on the embedded server with --embedded, allow it here with --allow-cluster-changes, or lint the text alone with --no-trace.';

/** Runs the migrations on a scratch database, on the server that prove would choose; with `--no-trace`, none. */
export async function observe(
  context: Context<LintFlags>,
  { config, migrations, chosen }: Observing,
): Promise<Observation> {
  const { flags, signal } = context;
  if (flags.trace === false || chosen.size === 0) return { server: undefined, effects: [] };
  return withScratchServer(config.database, { signal }, async (database) => {
    await requireExtensions(database, config.extensions);
    const effects = await observeChosen(context, config, { database, migrations, chosen, advice });
    return { server: database.server, effects };
  });
}
