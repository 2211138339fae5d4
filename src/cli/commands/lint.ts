import { performance } from 'node:perf_hooks';
import { exitCodes, type ExitCode } from '../../errors.js';
import { lint } from '../../lint/lint.js';
import { countFindings } from '../../lint/lint-report.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { lintToJson } from '../../report/lint/json.js';
import { renderLint } from '../../report/lint/text.js';
import { configOf, type Context } from '../context.js';
import { chooseMigrations } from '../linting/choose-migrations.js';
import type { LintFlags } from '../linting/flags.js';

/** `roundtrip lint [NAME…]` */
export async function run(context: Context<LintFlags>, names: readonly string[]): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const started = performance.now();
  const config = await configOf(context);
  const [directory] = config.migrations.directories;
  const files = await findMigrationFiles(config.migrations);
  const chosen = await chooseMigrations(context, { files, directory, names });
  const migrations = await loadMigrations(files, config.migrations);
  const { lockTimeout } = config.limits;
  const linted = await lint({ migrations, chosen, config: config.migrations, lockTimeout, rules: {} });
  const report = { server: undefined, migrations: linted, milliseconds: performance.now() - started };
  const show = terminal.verbosity === 'verbose' ? 'all' : 'open';
  terminal.result(renderLint(report, { paint: terminal.paint, cwd, show }));
  terminal.json(lintToJson(report, cwd));
  return countFindings(report).error > 0 ? exitCodes.finding : exitCodes.done;
}
