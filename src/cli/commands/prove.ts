import { exitCodes, type ExitCode } from '../../errors.js';
import { withScratchServer } from '../../database/open-database.js';
import { configOf, type Context } from '../context.js';
import { assertFixFlags } from '../proving/fixing.js';
import type { ProveFlags } from '../proving/flags.js';
import { embeddedVersion, knownProofs } from '../proving/known-proofs.js';
import { parseJobs } from '../proving/parallel.js';
import { prepare, type Request } from '../proving/prepare.js';
import { proveOnce, reportKnown } from '../proving/prove-once.js';
import { proveWatching } from '../proving/prove-watching.js';
import { reportFailure } from '../proving/report-failure.js';
import { codeReportForms, parseFilesOf } from '../report-files.js';

/** `roundtrip prove [NAME…]` */
export async function run(context: Context<ProveFlags>, names: readonly string[]): Promise<ExitCode> {
  const { signal, flags, cwd } = context;
  assertFixFlags(flags);
  const reportFiles = parseFilesOf(codeReportForms, flags.report ?? [], cwd);
  const config = await configOf(context);
  const request: Request = { config, names, reportFiles, jobs: parseJobs(flags) };
  if (flags.watch) {
    return withScratchServer(config.database, { signal }, (database) =>
      proveWatching(context, request, database),
    );
  }
  return proveAll(context, request).catch((error: unknown) => reportFailure(context, request, error));
}

async function proveAll(context: Context<ProveFlags>, request: Request): Promise<ExitCode> {
  const { signal, terminal } = context;
  const { config, reportFiles } = request;
  const prepared = await prepare(context, request);
  if (prepared.chosen.size === 0 && terminal.format === 'text' && reportFiles.length === 0) {
    terminal.result(prepared.nothing);
    return exitCodes.done;
  }
  // The version of the embedded server is known before it is started.
  const proofs =
    config.database.kind === 'embedded'
      ? await knownProofs(context, request, { prepared, server: await embeddedVersion() })
      : undefined;
  const complete = await reportKnown(context, request, { prepared, proofs });
  if (complete !== undefined) return complete;
  return withScratchServer(config.database, { signal }, (database) =>
    proveOnce(context, request, { database, prepared, proofs }),
  );
}
