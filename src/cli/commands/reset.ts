import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { RefusedError, type ExitCode } from '../../errors.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { run as runDown, type DownFlags } from './down.js';
import { run as runSeed, type SeedFlags } from './seed.js';
import { run as runUp } from './up.js';

export interface ResetFlags {
  readonly confirm?: string;
}

/** It does the work of three other commands, with their flags at rest. */
type AllFlags = ResetFlags & DownFlags & SeedFlags;

/**
 * `roundtrip reset [--confirm DATABASE]`: the embedded cluster is deleted and made anew; on a
 * server everything is rolled back. Then all migrations are applied, and the development seeds.
 */
export async function run(context: Context<AllFlags>): Promise<ExitCode> {
  const config = await configOf(context);
  await empty(context, config);
  const applied = await runUp(context, []);
  const hasSeeds = await access(join(config.seedsDirectory, 'development')).then(
    () => true,
    () => false,
  );
  return hasSeeds ? runSeed(context, []) : applied;
}

async function empty(context: Context<AllFlags>, config: Config): Promise<void> {
  if (config.database.kind === 'embedded') {
    const { removePersistentServer } = await import('../../database/embedded/embedded-server.js');
    await removePersistentServer(config.database);
    return;
  }
  const name = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    Promise.resolve(database.name),
  );
  if (context.flags.confirm !== name) {
    throw new RefusedError(
      `reset would roll everything back on ${name}, which is not the embedded database`,
      {
        remedy: `If that is meant: roundtrip reset --confirm ${name}`,
      },
    );
  }
  await runDown({ ...context, flags: { ...context.flags, all: true } }, []);
}
