// Registers the traits of the kinds, which descriptions of objects read.
import '../../catalog/kinds/lists.js';
import type { ProofReport } from '../../prove/proof-report.js';
import { proofToAnnotations } from '../../report/prove/annotations.js';
import { renderCommute } from '../../report/prove/commute.js';
import type { ProofFileOptions } from '../../report/prove/file-options.js';
import type { ProveResult } from '../../report/prove/json.js';
import { renderOrder } from '../../report/prove/order.js';
import { renderFindings, type ProofTextOptions } from '../../report/prove/text.js';
import type { Context } from '../context.js';

interface PrintedProof {
  readonly report: ProofReport;
  readonly options: ProofTextOptions & Pick<ProofFileOptions, 'branch'>;
  /** Text after the findings. */
  readonly conclusion: string;
  readonly result: ProveResult;
}

/** Prints what follows the lines of the single migrations: findings, summary, checks of the branch, annotations. */
export function printProof(
  { terminal, env, cwd }: Context,
  { report, options, conclusion, result }: PrintedProof,
): void {
  const { strict, branch = {} } = options;
  const findings = renderFindings(report, options);
  if (findings !== '') terminal.result(`\n${findings}`);
  terminal.result(conclusion);
  const order = branch.order ? renderOrder(branch.order, options) : '';
  if (order !== '') terminal.result(`\n${order}`);
  if (branch.commute) terminal.result(`\n${renderCommute(branch.commute, options)}`);
  terminal.json(result);
  if (env.GITHUB_ACTIONS !== 'true') return;
  const annotations = proofToAnnotations(report, { strict, branch, workspace: env.GITHUB_WORKSPACE, cwd });
  for (const annotation of annotations) terminal.command(annotation);
}
