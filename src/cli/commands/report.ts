// Registers the traits of the kinds, which descriptions of objects read.
import '../../catalog/kinds/lists.js';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCodes, messageOf, UsageError, type ExitCode } from '../../errors.js';
import { mergeProofs } from '../../report/merge/merge-proofs.js';
import { proofFromJson } from '../../report/merge/proof-from-json.js';
import { readReports } from '../../report/merge/read-report.js';
import { hasBranchFinding } from '../../report/prove/file-options.js';
import { proofFile } from '../../report/prove/files.js';
import { renderProofSummary, renderProven } from '../../report/prove/text.js';
import { jsonFile } from '../../report/text/report-form.js';
import type { Context } from '../context.js';
import { printProof } from '../proving/print-proof.js';
import { codeReportForms, parseFilesOf, writeReports } from '../report-files.js';
import { repositoryRoot } from '../repository-root.js';

interface ReportFlags {
  readonly report?: readonly string[];
}

/** `roundtrip report merge FILE…`: the output and exit code of one proof of all shards. */
export async function run(context: Context<ReportFlags>, [, ...files]: readonly string[]): Promise<ExitCode> {
  const { flags, cwd, terminal } = context;
  const reportFiles = parseFilesOf(codeReportForms, flags.report ?? [], cwd);
  const texts = await Promise.all(files.map((file) => read(file, cwd)));
  const result = mergeProofs(readReports(texts));
  const { report, branch, strict } = proofFromJson(result, cwd);
  const options = { strict, branch, cwd, root: repositoryRoot(context.env, cwd), paint: terminal.paint };
  await writeReports(reportFiles, (form) =>
    form === 'json' ? jsonFile(result) : proofFile(form, report, options),
  );
  for (const proof of report.migrations) terminal.result(renderProven(proof, options));
  printProof(context, { report, options, result, conclusion: `\n${renderProofSummary(report, options)}` });
  const found = report.verdict === 'not-reversible' || hasBranchFinding(branch, options);
  return found ? exitCodes.finding : exitCodes.done;
}

async function read(file: string, cwd: string): Promise<{ readonly file: string; readonly text: string }> {
  try {
    return { file, text: await readFile(resolve(cwd, file), 'utf8') };
  } catch (cause) {
    throw new UsageError(`the report ${file} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Check the name, and that the shard has written its report.',
      cause,
    });
  }
}
