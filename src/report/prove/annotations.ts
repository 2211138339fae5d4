import { isFinding, type MigrationProof, type ProofReport } from '../../prove/proof-report.js';
import { annotation, type AnnotationOptions } from '../text/annotation.js';
import { createPaint } from '../text/paint.js';
import { findingLines } from './finding.js';
import { headline } from './words.js';

interface ProofAnnotationOptions extends AnnotationOptions {
  readonly strict: 'on' | 'off';
}

/** Renders one annotation for each migration with a finding, which GitHub shows at the line of its `down`. */
export function proofToAnnotations(
  { migrations }: ProofReport,
  options: ProofAnnotationOptions,
): readonly string[] {
  return migrations
    .filter((proof) => proof.verdict !== 'not-run' && isFinding(proof, options))
    .map((proof) => annotationOf(proof, options));
}

function annotationOf(proof: MigrationProof, options: ProofAnnotationOptions): string {
  const { name, place } = proof;
  const message = findingLines(proof, { ...options, paint: createPaint('never') }).join('\n');
  return annotation(
    { path: place.path, line: place.line ?? 1, title: `${name} ${headline(proof)}`, message },
    options,
  );
}
