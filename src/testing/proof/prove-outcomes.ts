import { proofOf, proveOptionNames, type ProveOptions } from '../../library/prove.js';
import { withProject } from '../../library/with-project.js';
import { isFinding, type MigrationProof } from '../../prove/proof-report.js';
import { strictness } from '../../prove/proof-settings.js';
import { renderFinding, type FindingOptions } from '../../report/prove/finding.js';
import { renderProven } from '../../report/prove/text.js';
import { createPaint } from '../../report/text/paint.js';
import type { Outcome } from './outcome.js';

/** Proves the migrations of a project, and explains each finding as `roundtrip prove` does. */
export function proveOutcomes(options: ProveOptions): Promise<readonly Outcome[]> {
  return withProject(options, proveOptionNames, async (project) => {
    const { migrations } = await proofOf(project, options);
    const paint = createPaint('never');
    const rendering = { paint, cwd: project.cwd, strict: strictness(options, project.config) };
    const stopping = migrations.find(({ error }) => error?.phase === 'up');
    return migrations.map((proof) => outcomeOf(proof, stopping, rendering));
  });
}

function outcomeOf(
  proof: MigrationProof,
  stopping: MigrationProof | undefined,
  options: FindingOptions,
): Outcome {
  const { name, place, verdict } = proof;
  if (!isFinding(proof, options)) return { name, state: 'passes' };
  const details =
    verdict === 'not-run' && stopping
      ? `  not run, because the up of ${stopping.name} fails`
      : renderFinding(proof, options);
  return { name, state: 'fails', message: `${renderProven(proof, options)}\n\n${details}`, place };
}
