import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { withScratchServer } from '../../database/open-database.js';
import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { generate, type GenerateOptions, type Output } from '../../generate/generate.js';
import type { GenerateReport } from '../../generate/generate-report.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { generateToJson } from '../../report/generate/json.js';
import { renderGenerate } from '../../report/generate/text.js';
import { asScratchServer } from '../../scratch-run/scratch-server.js';
import { configOf, type Context } from '../context.js';
import type { GenerateFlags } from '../generating/flags.js';
import { renamesOf, sourceOf } from '../generating/source.js';

/** `roundtrip generate NAME --from SOURCE`: exits 1 when nothing exact can be written, or with `--check`. */
export async function run(context: Context<GenerateFlags>, [name]: readonly string[]): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const config = await configOf(context);
  const output = outputOf(context, name);
  const report = await generateFor(context, config, output);
  terminal.result(renderGenerate(report, { paint: terminal.paint, cwd }));
  terminal.json(generateToJson(report, cwd));
  return report.verdict === 'generated' || report.verdict === 'no-changes'
    ? exitCodes.done
    : exitCodes.finding;
}

function outputOf({ flags }: Context<GenerateFlags>, name: string | undefined): Output | undefined {
  if (flags.check) return undefined;
  if (name === undefined) {
    throw new UsageError('the migration has no name', {
      remedy: 'Give one: roundtrip generate add-phone-to-users --from SOURCE. Only --check does without.',
    });
  }
  return {
    name,
    ...(flags.sql ? { language: 'sql' } : {}),
    locks: flags.online ? 'short' : 'usual',
    now: Date.now(),
  };
}

async function generateFor(
  context: Context<GenerateFlags>,
  config: Config,
  output: Output | undefined,
): Promise<GenerateReport> {
  const { signal, terminal, flags } = context;
  const source = await sourceOf(context, config);
  const renames = renamesOf(context);
  const migrations = await loadMigrations(
    await findMigrationFiles({ ...config.migrations, missing: 'empty' }),
    config.migrations,
  );
  const options: Omit<GenerateOptions, 'scratch'> = {
    source,
    migrations,
    config: config.migrations,
    limits: statementLimits(config.limits),
    signal,
    renames: output ? renames : { ...renames, others: 'none' },
    clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
    note: (text) => {
      terminal.note(terminal.notePaint.dim(text));
    },
    progress: ({ name, number, total }) => {
      terminal.progress(`${number}/${total}  up on a scratch database  ${name}`);
    },
    ...(output ? { output } : {}),
  };
  return withScratchServer(config.database, { signal }, (server) =>
    generate({ ...options, scratch: asScratchServer(server) }),
  );
}
