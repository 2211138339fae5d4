import { isFinding, type MigrationProof, type ProofReport } from '../../prove/proof-report.js';
import { annotation, type AnnotationOptions } from '../text/annotation.js';
import { createPaint } from '../text/paint.js';
import { commuteAnnotations } from './commute.js';
import type { BranchChecks } from './file-options.js';
import { findingLines } from './finding.js';
import { orderAnnotations } from './order.js';
import { headline } from './words.js';

interface ProofAnnotationOptions extends AnnotationOptions {
  readonly strict: 'on' | 'off';
  readonly branch?: BranchChecks | undefined;
}

/**
 * Renders one annotation for each migration with a finding, which GitHub shows at the line of its `down`, and for each
 * that is out of order.
 */
export function proofToAnnotations(
  { migrations }: ProofReport,
  options: ProofAnnotationOptions,
): readonly string[] {
  const { order, commute } = options.branch ?? {};
  const paths = new Map(migrations.map(({ name, place }) => [name, place.path]));
  return [
    ...migrations
      .filter((proof) => proof.verdict !== 'not-run' && isFinding(proof, options))
      .map((proof) => annotationOf(proof, options)),
    ...(order ? orderAnnotations(order, options) : []),
    ...(commute ? commuteAnnotations(commute, { ...options, paths }) : []),
  ];
}

function annotationOf(proof: MigrationProof, options: ProofAnnotationOptions): string {
  const { name, place } = proof;
  const message = findingLines(proof, { ...options, paint: createPaint('never') }).join('\n');
  return annotation(
    { path: place.path, line: place.line ?? 1, title: `${name} ${headline(proof)}`, message },
    options,
  );
}
