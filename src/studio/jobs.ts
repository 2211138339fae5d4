import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import type { Database } from '../database/session.js';
import { observeEffects, type MigrationEffects } from '../effects/observe-effects.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import type { ProofReport } from '../prove/proof-report.js';
import { proofSettings } from '../prove/proof-settings.js';
import { prove, type ProofObserver } from '../prove/prove.js';
import { generateDocs, type GeneratedDocs } from '../schema-docs/generate-docs.js';
import type { ScratchChoice } from '../scratch-run/choose-server.js';
import { seedForProof } from '../seed/seed-for-proof.js';
import { parseIgnoreRules, validIgnores } from '../verify/ignore-rules.js';
import { parseOwns } from '../verify/other-projects.js';
import type { VerifyReport } from '../verify/verify-report.js';
import { verify } from '../verify/verify.js';

export interface JobOptions {
  readonly config: Config;
  /** The live database; its sessions cannot write. */
  readonly live: Database;
  /** Server of the scratch databases. */
  readonly scratch: Database;
  /** Server of the scratch database that the live one is compared with. */
  readonly choice: ScratchChoice;
  readonly signal: AbortSignal;
}

const advice =
  'Leave out --scratch-url: the studio then runs the migrations on an embedded server of its own.';

function loadAll({ migrations }: Config): Promise<readonly Migration[]> {
  return findMigrationFiles(migrations).then((files) => loadMigrations(files, migrations));
}

const silent: ProofObserver = { step: () => undefined, proven: () => undefined };

/** Proves all migrations, with the settings of the project. */
export async function proveFiles({ config, scratch, signal }: JobOptions): Promise<ProofReport> {
  const migrations = await loadAll(config);
  return prove({
    ...proofSettings({ jobs: 1 }, config),
    database: scratch,
    signal,
    migrations,
    chosen: new Set(migrations.map(({ name }) => name)),
    seed: await seedForProof(config.prove.seed, config),
    observer: silent,
  });
}

/** Applies all migrations, and renders the schema reference. */
export async function replayFiles({ config, scratch, signal }: JobOptions): Promise<GeneratedDocs> {
  return generateDocs({
    server: scratch,
    migrations: await loadAll(config),
    config: config.migrations,
    limits: statementLimits(config.limits),
    signal,
    applied: () => undefined,
    directory: join(config.projectDirectory, 'docs', 'schema'),
    projectDirectory: config.projectDirectory,
  });
}

/** Compares the live database with its migrations, as `roundtrip verify` does. */
export function compareWithLive({ config, live, choice, signal }: JobOptions): Promise<VerifyReport> {
  const rules = parseIgnoreRules({
    patterns: [],
    settings: validIgnores(config.verify.ignore).valid,
    settingsIn: config.sources.project,
  });
  return verify({
    database: live,
    config: config.migrations,
    limits: statementLimits(config.limits),
    signal,
    rules,
    others: parseOwns(config.verify.others),
    scratch: choice,
  });
}

/** Runs one migration up and down, and observes the locks of its statements. */
export async function observeOne(
  { config, scratch, signal }: JobOptions,
  name: string,
): Promise<MigrationEffects> {
  const [effects] = await observeEffects({
    database: scratch,
    config: config.migrations,
    limits: statementLimits(config.limits),
    signal,
    migrations: await loadAll(config),
    chosen: new Set([name]),
    clusterChanges: 'refused',
    advice,
  });
  if (!effects) throw new Error(`${name} was not observed`);
  return effects;
}
