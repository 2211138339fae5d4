import { join, resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { readToolVersion } from '../../config/tool-version.js';
import { ProofCache } from '../../prove/cache/proof-cache.js';
import { proofKeys } from '../../prove/cache/proof-keys.js';
import { findKnownProofs, type KnownProofs } from '../../prove/cache/prove-unknown.js';
import { proofSettings } from '../../prove/proof-settings.js';
import { listSeedFiles } from '../../seed/seed-files.js';
import type { Context } from '../context.js';
import type { ProveFlags } from './flags.js';
import type { Prepared, Request } from './prepare.js';

/**
 * What earlier runs have proven on a server of this version; `undefined` without a cache: in CI unless `--cache` is
 * given, and with flags that prove something else than the files as they are.
 */
export async function knownProofs(
  context: Context<ProveFlags>,
  { config, jobs }: Request,
  { prepared, server }: { readonly prepared: Prepared; readonly server: string },
): Promise<KnownProofs | undefined> {
  const { flags, cwd } = context;
  const folder = cacheFolder(context);
  if (folder === undefined || flags.fix !== undefined || flags.bail) return undefined;
  const { directories, ...migrations } = config.migrations;
  // These change the run and the exit code, but no verdict.
  const same = { jobs: 1, strict: 'off', bail: 'off' };
  const inputs = {
    tool: readToolVersion(),
    node: process.versions.node,
    server,
    settings: { ...proofSettings({ ...flags, jobs }, config), ...same, config: migrations },
    directories: directories.length,
  };
  const shared = await seedFilesOf(flags.seed ?? config.prove.seed, config);
  const keys = await proofKeys({ files: prepared.migrations, root: cwd, shared, inputs });
  const { migrations: all, chosen } = prepared;
  return findKnownProofs({ cache: new ProofCache(folder, cwd), keys, migrations: all, chosen });
}

function cacheFolder({ flags: { cache }, env, cwd }: Context<ProveFlags>): string | undefined {
  if (cache === false) return undefined;
  if (cache !== undefined) return resolve(cwd, cache);
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  return isCi ? undefined : join(cwd, '.roundtrip');
}

async function seedFilesOf(set: string | undefined, { seedsDirectory }: Config): Promise<readonly string[]> {
  if (set === undefined) return [];
  return (await listSeedFiles({ directory: seedsDirectory, set })).map(({ path }) => path);
}

/** The version of the embedded server, which is not started for it. */
export async function embeddedVersion(): Promise<string> {
  const { readPlatformVersion } = await import('../../database/embedded/embedded-server.js');
  return `embedded ${readPlatformVersion()}`;
}
