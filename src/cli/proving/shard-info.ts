import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Config } from '../../config/config.js';
import { readToolVersion } from '../../config/tool-version.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import type { ShardInfo } from '../../report/prove/shard.js';
import type { Context } from '../context.js';
import type { Choice } from './choose-migrations.js';
import type { ProveFlags } from './flags.js';
import { parseShard } from './parallel.js';

interface Sharded extends Pick<Choice, 'ofAllShards'> {
  readonly migrations: readonly MigrationFile[];
  readonly strict: 'on' | 'off';
}

/** With `--shard`, the part of the report by which `report merge` recognises the other shards. */
export async function shardInfo(
  { flags }: Context<ProveFlags>,
  config: Config,
  { migrations, ofAllShards = [], strict }: Sharded,
): Promise<ShardInfo | undefined> {
  const shard = parseShard(flags);
  if (!shard) return undefined;
  return {
    ...shard,
    tool: readToolVersion(),
    settings: {
      rows: flags.rows ?? config.prove.rows,
      seed: flags.seed ?? config.prove.seed ?? null,
      strict: strict === 'on',
    },
    files: await hashOf(migrations),
    migrations: ofAllShards,
  };
}

/** Names and texts of all migrations: shards of different commits do not belong together. */
async function hashOf(migrations: readonly MigrationFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, downPath } of migrations) {
    for (const file of downPath === undefined ? [path] : [path, downPath])
      hash.update(`${basename(file)}\0${await readFile(file, 'utf8')}\0`);
  }
  return hash.digest('hex');
}
