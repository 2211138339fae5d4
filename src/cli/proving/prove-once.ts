import { exitCodes, type ExitCode } from '../../errors.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
import { requireExtensions } from '../../database/required-extensions.js';
import type { Database } from '../../database/session.js';
import { proveUnknown, reportOfKnown, type KnownProofs } from '../../prove/cache/prove-unknown.js';
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
import type { Context } from '../context.js';
import { observeChosen } from '../observe-chosen.js';
import { writeReports } from '../report-files.js';
import { repositoryRoot } from '../repository-root.js';
import { commuteIfWanted } from './commute.js';
import { printProof } from './print-proof.js';
import { shardInfo } from './shard-info.js';
import { fixIfWanted } from './fixing.js';
import type { ProveFlags } from './flags.js';
import { embeddedVersion, knownProofs } from './known-proofs.js';
import type { Prepared, Request } from './prepare.js';

const advice =
  'Observe it on the embedded server with --embedded, or allow it here with --allow-cluster-changes.';

interface Proving {
  readonly database: Database;
  readonly prepared: Prepared;
  /** Where they were looked up before the server was started. */
  readonly proofs?: KnownProofs | undefined;
}

/**
 * Reports proofs that are all known from earlier runs, without a server; `undefined` where one is needed.
 */
export async function reportKnown(
  context: Context<ProveFlags>,
  request: Request,
  { prepared, proofs }: Omit<Proving, 'database'>,
): Promise<ExitCode | undefined> {
  const { locks, commute } = context.flags;
  if (locks || commute) return undefined;
  const { strict } = textOptions(context, request);
  const report = proofs && reportOfKnown(proofs, { strict, observer: observe(context, request) });
  return report && reportAll(context, request, { prepared, report, database: undefined });
}

/** Proves, writes all requested reports, and returns the result. */
export async function proveOnce(
  context: Context<ProveFlags>,
  request: Request,
  { database, prepared, proofs: lookedUp }: Proving,
): Promise<ExitCode> {
  await requireExtensions(database, request.config.extensions);
  const proving = optionsOf(context, request, { database, prepared });
  const proofs =
    lookedUp ?? (await knownProofs(context, request, { prepared, server: await versionOf(database) }));
  const proven = await (proofs ? proveUnknown(proving, proofs) : prove(proving));
  const fixing = { config: request.config, texts: prepared.texts, proving };
  const report = await fixIfWanted(context, proven, fixing);
  return reportAll(context, request, { prepared, report, database });
}

async function versionOf({ server: { kind, version } }: Database): Promise<string> {
  return kind === 'embedded' ? embeddedVersion() : `server ${version}`;
}

interface Reporting {
  readonly prepared: Prepared;
  readonly report: ProofReport;
  /** Missing where no proof needed it. */
  readonly database: Database | undefined;
}

async function reportAll(
  context: Context<ProveFlags>,
  request: Request,
  reporting: Reporting,
): Promise<ExitCode> {
  const { prepared, report } = reporting;
  const options = await reportOptions(context, request, reporting);
  await writeReports(request.reportFiles, (form) => proofFile(form, report, options));
  const effects = await effectsOf(context, request, reporting);
  const { chosen, nothing } = prepared;
  const summary = chosen.size === 0 ? nothing : `\n${renderProofSummary(report, options)}`;
  const locks = effects.length > 0 ? [`\n${renderEffects(effects, context.terminal.paint)}`] : [];
  const result = proofToJson(report, context.cwd, { ...options, effects });
  printProof(context, { report, options, result, conclusion: [summary, ...locks].join('\n') });
  noteUnused(context, report, { request, prepared });
  const found = report.verdict === 'not-reversible' || hasBranchFinding(options.branch, options);
  return found ? exitCodes.finding : exitCodes.done;
}

/** Empty without `--locks`. */
async function effectsOf(
  context: Context<ProveFlags>,
  { config }: Request,
  { prepared: { migrations, chosen }, database }: Reporting,
): Promise<readonly MigrationEffects[]> {
  if (!context.flags.locks || !database) return [];
  return observeChosen(context, config, { database, migrations, chosen, advice, label: 'locks  ' });
}

/** What is reported beside the proof. */
async function reportOptions(
  context: Context<ProveFlags>,
  request: Request,
  { database, prepared }: Reporting,
) {
  const options = textOptions(context, request);
  const commute = database && (await commuteIfWanted(context, request.config, database));
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
  { database, prepared }: Proving,
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
