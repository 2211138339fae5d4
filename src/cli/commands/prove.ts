import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { withScratchServer } from '../../database/open-database.js';
import type { Config } from '../../config/config.js';
import { findByName } from '../../migrations/find-by-name.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import type { ProofReport } from '../../prove/proof-report.js';
import { prove, type ProofObserver, type RowsMode } from '../../prove/prove.js';
import { proofToJson } from '../../report/prove-json.js';
import {
  renderFindings,
  renderProofSummary,
  renderProven,
  type ProofTextOptions,
} from '../../report/prove-text.js';
import { configOf, type Context } from '../context.js';

export interface ProveFlags {
  readonly rows?: RowsMode;
  readonly seed?: string;
  readonly strict?: boolean;
  readonly bail?: boolean;
  readonly allowClusterChanges?: boolean;
}

/** `roundtrip prove [NAME…]` */
export async function run(context: Context<ProveFlags>, names: readonly string[]): Promise<ExitCode> {
  const config = await configOf(context);
  const files = await findMigrationFiles(config.migrations);
  const migrations = await loadMigrations(files, config.migrations);
  const chosen = new Set(choose(migrations, names).map(({ name }) => name));
  const report = await proveChosen(context, { config, migrations, chosen });
  print(context, report);
  return report.verdict === 'reversible' ? exitCodes.done : exitCodes.finding;
}

function choose(migrations: readonly Migration[], names: readonly string[]): readonly Migration[] {
  if (migrations.length === 0)
    throw new UsageError('there are no migrations to prove', { remedy: 'Write one: roundtrip new NAME' });
  return names.length === 0 ? migrations : names.map((name) => findByName(migrations, name));
}

interface Choice {
  readonly config: Config;
  readonly migrations: readonly Migration[];
  readonly chosen: ReadonlySet<string>;
}

function proveChosen(
  context: Context<ProveFlags>,
  { config, migrations, chosen }: Choice,
): Promise<ProofReport> {
  const { interruption, flags } = context;
  return withScratchServer(config.database, { interruption }, (database) =>
    prove({
      ...{ database, interruption, migrations, chosen },
      config: config.migrations,
      limits: { lockTimeout: config.limits.lockTimeout, statementTimeout: config.limits.statementTimeout },
      rows: flags.rows ?? 'generate',
      clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
      bail: flags.bail ? 'on' : 'off',
      strict: flags.strict ? 'on' : 'off',
      observer: observe(context),
    }),
  );
}

function textOptions({ terminal, flags, cwd }: Context<ProveFlags>): ProofTextOptions {
  return { paint: terminal.paint, strict: flags.strict ? 'on' : 'off', cwd };
}

function observe(context: Context<ProveFlags>): ProofObserver {
  const { terminal } = context;
  return {
    step: ({ name, phase, number, total }) => { terminal.progress(`${phase}  ${number}/${total}  ${name}`); },
    proven: (proof) => { terminal.result(renderProven(proof, textOptions(context))); },
  };
}

function print(context: Context<ProveFlags>, report: ProofReport): void {
  const { terminal } = context;
  const findings = renderFindings(report, textOptions(context));
  if (findings !== '') terminal.result(`\n${findings}`);
  terminal.result(`\n${renderProofSummary(report, textOptions(context))}`);
  terminal.json(proofToJson(report));
}
