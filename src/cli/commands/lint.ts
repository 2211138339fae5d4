import { performance } from 'node:perf_hooks';
import { resolve } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { exitCodes, type ExitCode } from '../../errors.js';
import type { Config } from '../../config/config.js';
import { applyBaseline, readBaseline, toBaseline } from '../../lint/baseline.js';
import { lint } from '../../lint/lint.js';
import { countFindings, type LintReport } from '../../lint/lint-report.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { lintToAnnotations } from '../../report/lint/annotations.js';
import { lintFile } from '../../report/lint/files.js';
import { lintToJson } from '../../report/lint/json.js';
import { renderLint } from '../../report/lint/text.js';
import { configOf, type Context } from '../context.js';
import { chooseMigrations } from '../linting/choose-migrations.js';
import type { LintFlags } from '../linting/flags.js';
import { observe } from '../linting/observe.js';
import { statsOf } from '../linting/read-stats.js';
import { maxWarningsOf, ruleSettings } from '../linting/rule-settings.js';
import { codeReportForms, parseFilesOf, writeReports } from '../report-files.js';
import { repositoryRoot } from '../repository-root.js';

/** `roundtrip lint [NAME…]` */
export async function run(context: Context<LintFlags>, names: readonly string[]): Promise<ExitCode> {
  const { flags, cwd } = context;
  const reportFiles = parseFilesOf(codeReportForms, flags.report ?? [], cwd);
  const maxWarnings = maxWarningsOf(flags.maxWarnings);
  const config = await configOf(context);
  const report = await lintAll(context, config, names);
  if (flags.writeBaseline !== undefined) return writeBaseline(context, report, flags.writeBaseline);
  await writeReports(reportFiles, (form) =>
    lintFile(form, report, { cwd, root: repositoryRoot(context.env, cwd) }),
  );
  print(context, report);
  const { error, warning } = countFindings(report);
  const isTooMany = warning > (maxWarnings ?? config.lint.maxWarnings ?? Infinity);
  return error > 0 || isTooMany ? exitCodes.finding : exitCodes.done;
}

async function lintAll(
  context: Context<LintFlags>,
  config: Config,
  names: readonly string[],
): Promise<LintReport> {
  const started = performance.now();
  const rules = ruleSettings(config);
  const [directory] = config.migrations.directories;
  const files = await findMigrationFiles(config.migrations);
  const chosen = await chooseMigrations(context, { files, directory, names });
  const migrations = await loadMigrations(files, config.migrations);
  const baseline = await baselineOf(context, config);
  const stats = await statsOf(context);
  const { server, effects } = await observe(context, { config, migrations, chosen });
  const { lockTimeout } = config.limits;
  const linted = await lint({
    migrations,
    chosen,
    config: config.migrations,
    lockTimeout,
    rules,
    effects,
    stats,
  });
  return {
    server,
    migrations: baseline ? applyBaseline(linted, baseline) : linted,
    milliseconds: performance.now() - started,
  };
}

/** The baseline counts for nothing while a new one is written. */
async function baselineOf({ flags, cwd }: Context<LintFlags>, { lint: settings }: Config) {
  const path = flags.baseline ?? settings.baseline;
  return path === undefined || flags.writeBaseline !== undefined
    ? undefined
    : readBaseline(resolve(cwd, path));
}

async function writeBaseline(
  { terminal, cwd }: Context<LintFlags>,
  report: LintReport,
  path: string,
): Promise<ExitCode> {
  const baseline = toBaseline(report.migrations);
  await writeFile(resolve(cwd, path), `${JSON.stringify(baseline, null, 2)}\n`);
  terminal.result(`${path}: ${baseline.findings.length} findings`);
  terminal.json(lintToJson(report, cwd));
  return exitCodes.done;
}

function print({ terminal, env, cwd }: Context<LintFlags>, report: LintReport): void {
  const show = terminal.verbosity === 'verbose' ? 'all' : 'open';
  terminal.result(renderLint(report, { paint: terminal.paint, cwd, show }));
  terminal.json(lintToJson(report, cwd));
  if (env.GITHUB_ACTIONS !== 'true') return;
  for (const annotation of lintToAnnotations(report, { workspace: env.GITHUB_WORKSPACE, cwd }))
    terminal.command(annotation);
}
