import type { StepEffects } from '../effects/effects.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { findingsOf } from './check/findings.js';
import { checkStep, type StepCheck } from './check/step-check.js';
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
  readonly effects?: readonly StepEffects[];
}

/** Checks migrations by all rules. It runs none of them: their code builds the statements, unless a trace has them. */
export async function lint(options: LintOptions): Promise<readonly LintedMigration[]> {
  await loadSqlParser();
  const { migrations, chosen, config } = options;
  const schema = new Schema(config.schemas);
  const linted: LintedMigration[] = [];
  for (const [index, migration] of migrations.entries()) {
    const up = await statementsOf(migration, 'up', options);
    const down = await statementsOf(migration, 'down', options);
    const steps = checkBoth({ up, down }, { ...options, schema, number: index * 2 });
    if (chosen.has(migration.name))
      linted.push({ migration, up, down, findings: await findingsOf(steps, options) });
  }
  return linted;
}

async function statementsOf(
  migration: Migration,
  direction: Direction,
  { effects = [], config }: LintOptions,
): Promise<StepStatements> {
  const trace = effects.find((one) => one.migration.name === migration.name && one.direction === direction);
  return trace ? tracedStatements(trace) : staticStatements({ migration, direction }, config);
}

interface Both {
  readonly up: StepStatements;
  readonly down: StepStatements;
}

/** Leaves the schema as it is after the up. */
function checkBoth(
  { up, down }: Both,
  { schema, number, lockTimeout }: LintOptions & { readonly schema: Schema; readonly number: number },
): readonly { readonly step: StepStatements; readonly check: StepCheck }[] {
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
