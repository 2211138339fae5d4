import { exitCodes, type ExitCode } from '../../errors.js';
import type { Config } from '../../config/config.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
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
import { proofToAnnotations } from '../../report/prove/annotations.js';
import { renderCommute } from '../../report/prove/commute.js';
import { hasBranchFinding, type ProofFileOptions } from '../../report/prove/file-options.js';
import { proofFile } from '../../report/prove/files.js';
import { proofToJson } from '../../report/prove/json.js';
import { renderOrder } from '../../report/prove/order.js';
import {
  renderFindings,
  renderProofSummary,
  renderProven,
  type ProofTextOptions,
} from '../../report/prove/text.js';
import { seedForProof } from '../../seed/seed-for-proof.js';
import type { Context } from '../context.js';
import { observeChosen } from '../observe-chosen.js';
import { writeReports, type ReportFile } from '../report-files.js';
import { chooseMigrations, type Choice } from './choose-migrations.js';
import { commuteIfWanted } from './commute.js';
import { fixIfWanted, readTexts } from './fixing.js';
import type { ProveFlags } from './flags.js';

/** Options that are the same for every proof of a `--watch`. */
export interface Request {
  readonly config: Config;
  readonly names: readonly string[];
  readonly reportFiles: readonly ReportFile[];
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
  const { order } = prepared;
  const commute = await commuteIfWanted(context, request.config, database);
  const options = { ...textOptions(context, request), branch: { order, commute } };
  await writeReports(request.reportFiles, (form) => proofFile(form, report, options));
  const { migrations, chosen } = prepared;
  const effects = context.flags.locks
    ? await observeChosen(context, request.config, { database, migrations, chosen, advice, label: 'locks  ' })
    : [];
  print(context, report, { prepared, options, effects });
  noteUnused(context, report, { request, prepared });
  const found = report.verdict === 'not-reversible' || hasBranchFinding(options.branch, options);
  return found ? exitCodes.finding : exitCodes.done;
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

interface Printed {
  readonly prepared: Prepared;
  readonly options: ProofTextOptions & Pick<ProofFileOptions, 'branch'>;
  /** Empty without `--locks`. */
  readonly effects: readonly MigrationEffects[];
}

function print(
  { terminal, env, cwd }: Context<ProveFlags>,
  report: ProofReport,
  { prepared, options, effects }: Printed,
): void {
  const { chosen, nothing } = prepared;
  const findings = renderFindings(report, options);
  if (findings !== '') terminal.result(`\n${findings}`);
  terminal.result(chosen.size === 0 ? nothing : `\n${renderProofSummary(report, options)}`);
  if (effects.length > 0) terminal.result(`\n${renderEffects(effects, terminal.paint)}`);
  const { strict, branch = {} } = options;
  const order = branch.order ? renderOrder(branch.order, options) : '';
  if (order !== '') terminal.result(`\n${order}`);
  if (branch.commute) terminal.result(`\n${renderCommute(branch.commute, options)}`);
  terminal.json(proofToJson(report, cwd, { effects, branch }));
  if (env.GITHUB_ACTIONS !== 'true') return;
  const annotations = proofToAnnotations(report, { strict, branch, workspace: env.GITHUB_WORKSPACE, cwd });
  for (const annotation of annotations) terminal.command(annotation);
}
