import { exitCodes, type ExitCode } from '../../errors.js';
import type { Config } from '../../config/config.js';
import { requireExtensions } from '../../database/required-extensions.js';
import type { Database } from '../../database/session.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { configuredAcceptances } from '../../prove/configured-acceptances.js';
import { unusedAcceptances } from '../../prove/project-acceptance.js';
import type { ProofReport } from '../../prove/proof-report.js';
import { proofSettings, strictness } from '../../prove/proof-settings.js';
import { prove, type ProofObserver, type ProveOptions } from '../../prove/prove.js';
import { renderEffects } from '../../report/effects/text.js';
import { edgeValueLines } from '../../report/prove/edge-values.js';
import { hasBranchFinding } from '../../report/prove/file-options.js';
import { proofFile } from '../../report/prove/files.js';
import { proofToJson } from '../../report/prove/json.js';
import { renderProofSummary, renderProven, type ProofTextOptions } from '../../report/prove/text.js';
import type { CodeReportForm } from '../../report/text/code-report-form.js';
import { seedForProof } from '../../seed/seed-for-proof.js';
import type { Context } from '../context.js';
import { observeChosen } from '../observe-chosen.js';
import { writeReports, type ReportFile } from '../report-files.js';
import { repositoryRoot } from '../repository-root.js';
import { chooseMigrations, type Choice } from './choose-migrations.js';
import { commuteIfWanted } from './commute.js';
import { printProof } from './print-proof.js';
import { shardInfo } from './shard-info.js';
import { fixIfWanted, readTexts } from './fixing.js';
import type { ProveFlags } from './flags.js';

/** Options that are the same for every proof of a `--watch`. */
export interface Request {
  readonly config: Config;
  readonly names: readonly string[];
  readonly reportFiles: readonly ReportFile<CodeReportForm>[];
  /** Number of parallel proofs. */
  readonly jobs: number;
}

/** Input from files, read before a server is opened. */
export interface Prepared extends Choice {
  readonly migrations: readonly Migration[];
  /** Texts of the files by path, with `--fix`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly seed: ProveOptions['seed'];
}

/**
 * Reads the files again.
 * @throws UsageError, MigrationFileError when the files or arguments are invalid
 */
export async function prepare(context: Context<ProveFlags>, { config, names }: Request): Promise<Prepared> {
  const files = await findMigrationFiles(config.migrations);
  const choice = await chooseMigrations(context, { files, config: config.migrations, names });
  const texts = context.flags.fix === undefined ? new Map<string, string>() : await readTexts(files);
  const migrations = await loadMigrations(files, config.migrations);
  return {
    ...choice,
    migrations,
    texts,
    seed: await seedForProof(context.flags.seed ?? config.prove.seed, config),
  };
}

const advice =
  'Observe it on the embedded server with --embedded, or allow it here with --allow-cluster-changes.';

/** Proves, writes all requested reports, and returns the result. */
export async function proveOnce(
  context: Context<ProveFlags>,
  request: Request,
  { database, prepared }: { readonly database: Database; readonly prepared: Prepared },
): Promise<ExitCode> {
  await requireExtensions(database, request.config.extensions);
  const proving = optionsOf(context, request, { database, prepared });
  const fixing = { config: request.config, texts: prepared.texts, proving };
  const report = await fixIfWanted(context, await prove(proving), fixing);
  const options = await reportOptions(context, request, { database, prepared });
  await writeReports(request.reportFiles, (form) => proofFile(form, report, options));
  const { migrations, chosen, nothing } = prepared;
  const effects = context.flags.locks
    ? await observeChosen(context, request.config, { database, migrations, chosen, advice, label: 'locks  ' })
    : [];
  const summary = chosen.size === 0 ? nothing : `\n${renderProofSummary(report, options)}`;
  const locks = effects.length > 0 ? [`\n${renderEffects(effects, context.terminal.paint)}`] : [];
  const result = proofToJson(report, context.cwd, { ...options, effects });
  printProof(context, { report, options, result, conclusion: [summary, ...locks].join('\n') });
  noteUnused(context, report, { request, prepared });
  const found = report.verdict === 'not-reversible' || hasBranchFinding(options.branch, options);
  return found ? exitCodes.finding : exitCodes.done;
}

/** What is reported beside the proof. */
async function reportOptions(
  context: Context<ProveFlags>,
  request: Request,
  { database, prepared }: { readonly database: Database; readonly prepared: Prepared },
) {
  const options = textOptions(context, request);
  const commute = await commuteIfWanted(context, request.config, database);
  return {
    ...options,
    branch: { order: prepared.order, commute },
    shard: await shardInfo(context, request.config, { ...prepared, strict: options.strict }),
    root: repositoryRoot(context.env, context.cwd),
  };
}

/** Skipped when only some migrations are proven: the acceptances may concern the others. */
function noteUnused(
  { terminal }: Context<ProveFlags>,
  { migrations: proofs }: ProofReport,
  { request, prepared }: { readonly request: Request; readonly prepared: Prepared },
): void {
  const isWhole = prepared.chosen.size === prepared.migrations.length;
  if (!isWhole || proofs.some(({ verdict }) => verdict === 'not-run')) return;
  for (const { source, verdict, object } of unusedAcceptances(configuredAcceptances(request.config), proofs))
    terminal.note(`note: ${source} has an unused acceptance, remove it: ${verdict} ${object}`);
}

function optionsOf(
  context: Context<ProveFlags>,
  request: Request,
  { database, prepared }: { readonly database: Database; readonly prepared: Prepared },
): ProveOptions {
  const { signal, flags } = context;
  const { migrations, chosen, seed } = prepared;
  const { jobs, config } = request;
  return {
    ...proofSettings({ ...flags, jobs }, config),
    database,
    signal,
    migrations,
    chosen,
    seed,
    observer: observe(context, request),
  };
}

function textOptions(context: Context<ProveFlags>, request: Request): ProofTextOptions {
  const { terminal, cwd } = context;
  return { paint: terminal.paint, strict: strictness(context.flags, request.config), cwd };
}

const phaseTexts = { up: 'up', down: 'down', 'up-again': 'up again' } as const;

function observe(context: Context<ProveFlags>, request: Request): ProofObserver {
  const { terminal } = context;
  return {
    step: ({ name, phase, number, total }) => {
      terminal.progress(`${number}/${total}  ${phaseTexts[phase]}  ${name}`);
    },
    proven: (proof) => {
      terminal.result(renderProven(proof, textOptions(context, request)));
      if (terminal.verbosity !== 'verbose') return;
      for (const line of edgeValueLines(proof)) terminal.result(terminal.paint.dim(`  ${line}`));
    },
  };
}
