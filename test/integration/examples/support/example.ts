import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig, type Config } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Session } from '../../../../src/database/session.js';
import type { Target } from '../../../../src/migrations/plan.js';
import { down, up, type RunOptions } from '../../../../src/run/run-migrations.js';
import { runSeeds } from '../../../../src/seed/run-seeds.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

/** A folder in examples/. */
export type ExampleName = 'tenancy' | 'community' | 'notification-emails';

/** An example on a scratch database of its own. */
export interface Example {
  /** A session on the scratch database. */
  readonly session: Session;
  /** Connection URL of the scratch database, for commands in a child process. */
  readonly url: string;
  /** Applies all pending migrations, or `count` of them. */
  readonly up: (count?: number) => Promise<void>;
  /** Rolls back all migrations, or `count` of them. */
  readonly down: (count?: number) => Promise<void>;
  /** Runs the development seeds. */
  readonly seed: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** The state of the database at the start of the tests. */
export type ExampleState = 'empty' | 'migrated' | 'seeded';

export function folderOf(name: ExampleName): string {
  return fileURLToPath(new URL(`../../../../examples/${name}/`, import.meta.url));
}

/** The migrations of an example in order, with their recorded names, which do not include `.ts`. */
export function migrationsOf(name: ExampleName): readonly string[] {
  return readdirSync(`${folderOf(name)}migrations`)
    .sort()
    .map((file) => file.replace(/\.ts$/, ''));
}

/** The caller must call `drop`. */
export async function createExample(name: ExampleName, state: ExampleState): Promise<Example> {
  const scratch = await createScratch();
  const config = await readConfig({ flags: { databaseUrl: scratch.url }, env: {}, cwd: folderOf(name) });
  const example = exampleOn(scratch, config);
  if (state !== 'empty') await example.up();
  if (state === 'seeded') await example.seed();
  return example;
}

function exampleOn(scratch: Scratch, config: Config): Example {
  const { database, session, url } = scratch;
  const options: RunOptions = {
    database,
    config,
    signal: uninterruptible,
    mode: 'run',
    observer: { started: () => undefined, finished: () => undefined },
  };
  return {
    session,
    url,
    up: async (count) => {
      await up(targetOf(count), options);
    },
    down: async (count) => {
      await down(targetOf(count), options);
    },
    seed: async () => {
      await runSeeds({ database, config, set: 'development', safety: 'checked' });
    },
    drop: () => scratch.drop(),
  };
}

function targetOf(count: number | undefined): Target {
  return count === undefined ? { kind: 'all' } : { kind: 'count', count };
}
