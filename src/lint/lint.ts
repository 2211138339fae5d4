import type { MigrationEffects } from '../effects/observe-effects.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { keepProcessState } from '../modules/contain-process.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { findingsOf } from './check/findings.js';
import type { CheckedStep } from './check/checked-step.js';
import { failureFindings } from './check/failures.js';
import type { StepEffects } from '../effects/effects.js';
import type { Step } from '../migrations/step.js';
import type { Finding } from './finding.js';
import { severityOf } from './rule-selection.js';
import { unusedSuppression } from './rules/unused-suppression.js';
import { readSourceFile, type SourceFile } from './source/source-file.js';
import type { DatabaseStats } from './stats/table-stats.js';
import { applySuppressions } from './suppress/suppressions.js';
import { checkStep } from './check/step-check.js';
import type { RuleSettings } from './rule-selection.js';
import type { LintedMigration } from './lint-report.js';
import { rules } from './rules/registry.js';
import { Schema } from './schema/schema.js';
import { staticStatements } from './statements/static-statements.js';
import type { StepStatements } from './statements/step-statements.js';
import { tracedStatements } from './statements/traced-statements.js';

export interface LintOptions {
  /** All migrations of the project, in order: those before a chosen one tell what the schema is. */
  readonly migrations: readonly Migration[];
  /** Names of those to report on. */
  readonly chosen: ReadonlySet<string>;
  readonly config: MigrationsConfig;
  /** Milliseconds; 0 is without a limit. */
  readonly lockTimeout: number;
  readonly rules: RuleSettings;
  /** What each step did on a scratch database; steps without effects are checked by their text. */
  readonly effects?: readonly MigrationEffects[];
  /** Sizes of the tables of a real database. */
  readonly stats?: DatabaseStats | undefined;
}

/** Checks migrations by all rules. It runs none of them: their code builds the statements, unless a trace has them. */
export async function lint(options: LintOptions): Promise<readonly LintedMigration[]> {
  await loadSqlParser();
  // Once for all migrations: each of them would note the environment, too, which takes longer than its rules.
  const restoreProcess = keepProcessState();
  try {
    return await lintInOrder(options);
  } finally {
    restoreProcess();
  }
}

async function lintInOrder(options: LintOptions): Promise<readonly LintedMigration[]> {
  const { migrations, chosen, config, effects = [] } = options;
  const schema = new Schema(config.schemas);
  const linted: LintedMigration[] = [];
  for (const [index, migration] of migrations.entries()) {
    const observed = effects.find((one) => one.migration.name === migration.name);
    const up = await statementsOf({ migration, direction: 'up' }, observed?.up, config);
    const down = await statementsOf({ migration, direction: 'down' }, observed?.down, config);
    const steps = checkBoth({ up, down }, { ...options, schema, number: index * 2 });
    if (!chosen.has(migration.name)) continue;
    linted.push({
      migration,
      up,
      down,
      findings: await allFindings({ steps, migration, observed }, options),
    });
  }
  return linted;
}

function statementsOf(
  step: Step,
  trace: StepEffects | undefined,
  config: MigrationsConfig,
): Promise<StepStatements> | StepStatements {
  return trace ? tracedStatements(trace) : staticStatements(step, config);
}

interface CheckedMigration {
  readonly steps: readonly CheckedStep[];
  readonly migration: Migration;
  readonly observed: MigrationEffects | undefined;
}

/** The findings of the rules, of the trace and about suppressing comments, which apply to all of them. */
async function allFindings(
  { steps, migration, observed }: CheckedMigration,
  { rules: settings, stats }: LintOptions,
): Promise<readonly Finding[]> {
  const files = await sourceFiles(migration);
  const found = [
    ...findingsOf(steps, {
      settings,
      stats: new Map((stats?.tables ?? []).map((table) => [table.name, table])),
      fileOf: (direction) => files[direction],
    }),
    ...(observed ? failureFindings(observed, settings) : []),
  ];
  const { up, down } = files;
  return applySuppressions(found, {
    files: [up, down].filter(
      (file, place) => file !== undefined && (place === 0 || file.path !== up?.path),
    ) as SourceFile[],
    known: new Set(rules.map(({ id }) => id)),
    unused: severityOf(unusedSuppression, 'up', settings),
  });
}

async function sourceFiles(
  migration: Migration,
): Promise<Readonly<Record<Direction, SourceFile | undefined>>> {
  return {
    up: await readSourceFile(migration, 'up'),
    down: await readSourceFile(migration, 'down'),
  };
}

interface Both {
  readonly up: StepStatements;
  readonly down: StepStatements;
}

/** Leaves the schema as it is after the up. */
function checkBoth(
  { up, down }: Both,
  { schema, number, lockTimeout }: LintOptions & { readonly schema: Schema; readonly number: number },
): readonly CheckedStep[] {
  const upCheck = checkStep(up, { rules, before: schema, number, up: undefined, lockTimeout });
  const after = upCheck.scene.schema;
  const downCheck = checkStep(down, {
    rules,
    before: after,
    number: number + 1,
    up: { scene: upCheck.scene, number },
    lockTimeout,
  });
  after.commit();
  return [
    { step: up, check: upCheck },
    { step: down, check: downCheck },
  ];
}
