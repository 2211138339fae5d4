import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { RefusedError, exitCodes, type ExitCode } from '../../errors.js';
import { configOf, ensureProject, withConfiguredDatabase, type Context } from '../context.js';
import type { RunResult } from '../../report/run/run-report.js';
import type { SeedResult } from '../../report/seed/report.js';
import type { RunFlags, RunOutcome } from '../run-command.js';
import { runDown } from './down.js';
import { runSeed, type SeedFlags } from './seed.js';
import { runUp } from './up.js';

export interface ResetFlags {
  readonly confirm?: string;
}

/** Without flags, each of the commands ran. */
export interface ResetResult {
  readonly format: 'roundtrip.reset/1';
  /** `null` where the embedded cluster was deleted. */
  readonly down: RunResult | null;
  readonly up: RunResult;
  /** `null` where there is no seed set. */
  readonly seed: SeedResult | null;
}

/** It does the work of three other commands, with their flags at rest. */
type AllFlags = ResetFlags & RunFlags & SeedFlags;

/**
 * `roundtrip reset [--confirm DATABASE]`: deletes the embedded cluster, or rolls back all migrations on a
 * server; then applies them again and seeds.
 */
export async function run(given: Context<AllFlags>): Promise<ExitCode> {
  // The aim is a fresh database: nothing is kept, and nothing kept earlier is restored.
  const context = { ...given, flags: { ...given.flags, keep: false } };
  const config = await configOf(context);
  assertNotProduction(config);
  await ensureProject(config);
  const down = await empty(context, config);
  if (down && down.exitCode !== exitCodes.done) {
    context.terminal.json(down.json);
    return down.exitCode;
  }
  const up = await runUp(context, { kind: 'all' });
  const seed = (await hasSeeds(config)) ? await runSeed(context) : null;
  const result = { format: 'roundtrip.reset/1', down: down?.json ?? null, up: up.json, seed };
  context.terminal.json(result);
  return exitCodes.done;
}

/** Seeding refuses production, too, but only after the rollback. */
function assertNotProduction({ environment }: Config): void {
  if (environment !== 'production') return;
  throw new RefusedError('NODE_ENV is production: reset would delete every row', {
    remedy: 'If that is intended, run roundtrip down --all, then roundtrip up.',
  });
}

/** `null` where the embedded cluster was deleted. */
async function empty(context: Context<AllFlags>, config: Config): Promise<RunOutcome | null> {
  if (config.database.kind === 'embedded') {
    const { removePersistentServer } = await import('../../database/embedded/embedded-server.js');
    await removePersistentServer(config.database);
    return null;
  }
  const name = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    Promise.resolve(database.name),
  );
  assertConfirmed(name, context.flags);
  return runDown(context, { kind: 'all' });
}

function assertConfirmed(name: string, { confirm }: ResetFlags): void {
  if (confirm === name) return;
  throw new RefusedError(`reset would roll everything back on ${name}, which is not the embedded database`, {
    remedy: `If that is intended, run roundtrip reset --confirm ${name}`,
  });
}

function hasSeeds({ seedsDirectory, seedSet }: Config): Promise<boolean> {
  return access(join(seedsDirectory, seedSet)).then(
    () => true,
    () => false,
  );
}
