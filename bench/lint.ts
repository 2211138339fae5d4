/**
 * The cost of lint, as ratios and in seconds:
 *
 *   npm run bench:lint [-- 1000]
 *
 * Lints this number of migrations by their text alone, and the first hundred with a scratch run, compared with a
 * proof of the same migrations in one part, as the scratch run is.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../src/config/config.js';
import { uninterruptible } from '../src/database/interruption.js';
import { observeEffects, type MigrationEffects } from '../src/effects/observe-effects.js';
import { lint } from '../src/lint/lint.js';
import { loadMigrations } from '../src/migrations/load-migrations.js';
import { findMigrationFiles } from '../src/migrations/migration-file.js';
import { withServer, type Bench } from './bench-server.js';
import { interleave } from './measure.js';
import { ms, print, seconds } from './print.js';
import { runProof } from './run-proof.js';
import { writeSuite } from './suite.js';

async function main(total: number): Promise<void> {
  await withSuite(total, async (config) => {
    const { text } = await interleave(3, { text: () => lintText(config) });
    print(`lint --no-trace, ${total} migrations: ${seconds(text ?? Number.NaN)}`);
  });
  await withServer(undefined, (bench) => withSuite(100, (config) => compare(bench, config)));
}

async function compare(bench: Bench, config: Config): Promise<void> {
  const { proof = Number.NaN, traced = Number.NaN } = await interleave(5, {
    proof: () => runProof(bench, config, 1),
    traced: () => lintTraced(bench, config),
  });
  print(`100 migrations: prove ${ms(proof)}, lint ${ms(traced)}: ${(traced / proof).toFixed(2)}`);
}

async function lintText(config: Config, effects: readonly MigrationEffects[] = []): Promise<void> {
  const chosen = await chosenIn(config);
  await lint({
    ...chosen,
    config: config.migrations,
    lockTimeout: config.limits.lockTimeout,
    rules: {},
    effects,
  });
}

async function lintTraced({ database }: Bench, config: Config): Promise<void> {
  const effects = await observeEffects({
    ...(await chosenIn(config)),
    database,
    config: config.migrations,
    limits: {},
    signal: uninterruptible,
    clusterChanges: 'refused',
    advice: '',
  });
  await lintText(config, effects);
}

async function chosenIn({ migrations: config }: Config) {
  const migrations = await loadMigrations(await findMigrationFiles(config));
  return { migrations, chosen: new Set(migrations.map(({ name }) => name)) };
}

async function withSuite(size: number, action: (config: Config) => Promise<void>): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    await writeSuite(join(project, 'migrations'), size);
    await action(await readConfig({ flags: {}, env: {}, cwd: project }));
  } finally {
    await rm(project, { recursive: true });
  }
}

await main(Number(process.argv[2] ?? 1000));
