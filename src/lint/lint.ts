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
import type { StepScene } from './rules/rule.js';
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
  const checked: CheckedMigration[] = [];
  for (const [index, migration] of migrations.entries()) {
    const observed = effects.find((one) => one.migration.name === migration.name);
    const up = await statementsOf({ migration, direction: 'up' }, observed?.up, config);
    const down = await statementsOf({ migration, direction: 'down' }, observed?.down, config);
    const isChosen = chosen.has(migration.name);
    const steps = checkBoth(
      { up, down },
      {
        ...options,
        schema,
        number: index * 2,
        released:
          isChosen && chosen.size < migrations.length ? checked.map((one) => one.steps.up.check.scene) : [],
      },
    );
    if (isChosen) checked.push({ steps, migration, observed });
  }
  return Promise.all(checked.map((one) => linted(one, options, schema)));
}

async function linted(
  checked: CheckedMigration,
  options: LintOptions,
  last: Schema,
): Promise<LintedMigration> {
  const { migration, steps } = checked;
  const [up, down] = [steps.up.step, steps.down.step];
  return { migration, up, down, findings: await allFindings(checked, { ...options, last }) };
}

function statementsOf(
  step: Step,
  trace: StepEffects | undefined,
  config: MigrationsConfig,
): Promise<StepStatements> | StepStatements {
  return trace ? tracedStatements(trace) : staticStatements(step, config);
}

interface CheckedMigration {
  readonly steps: Both<CheckedStep>;
  readonly migration: Migration;
  readonly observed: MigrationEffects | undefined;
}

/** The findings of the rules, of the trace and about suppressing comments, which apply to all of them. */
async function allFindings(
  { steps, migration, observed }: CheckedMigration,
  { rules: settings, stats, last }: LintOptions & { readonly last: Schema },
): Promise<readonly Finding[]> {
  const files = await sourceFiles(migration);
  const found = [
    ...findingsOf([remaining(steps.up, last), remaining(steps.down, last)], {
      settings,
      rates: stats?.rates,
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

/** Without hits whose reason a later migration removes. */
function remaining({ step, check }: CheckedStep, last: Schema): CheckedStep {
  return { step, check: { ...check, hits: check.hits.filter(({ hit }) => hit.remains?.(last) !== false) } };
}

async function sourceFiles(
  migration: Migration,
): Promise<Readonly<Record<Direction, SourceFile | undefined>>> {
  return {
    up: await readSourceFile(migration, 'up'),
    down: await readSourceFile(migration, 'down'),
  };
}

interface Both<Of> {
  readonly up: Of;
  readonly down: Of;
}

interface CheckingBoth extends LintOptions {
  readonly schema: Schema;
  readonly number: number;
  readonly released: readonly StepScene[];
}

/** Leaves the schema as it is after the up. */
function checkBoth(
  { up, down }: Both<StepStatements>,
  { schema, number, released, lockTimeout }: CheckingBoth,
): Both<CheckedStep> {
  const upCheck = checkStep(up, {
    rules,
    before: schema,
    number,
    up: undefined,
    released: [...released],
    lockTimeout,
  });
  const after = upCheck.scene.schema;
  const downCheck = checkStep(down, {
    rules,
    before: after,
    number: number + 1,
    up: { scene: upCheck.scene, number },
    released: [],
    lockTimeout,
  });
  after.commit();
  return { up: { step: up, check: upCheck }, down: { step: down, check: downCheck } };
}
