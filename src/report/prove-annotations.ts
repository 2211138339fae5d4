import { isAbsolute, relative } from 'node:path';
import { isFinding, type MigrationProof, type ProofReport } from '../prove/proof-report.js';
import { createPaint } from './paint.js';
import { findingLines } from './prove-finding.js';
import { headline } from './prove-words.js';

export interface AnnotationOptions {
  readonly strict: 'on' | 'off';
  /** Root of the repository: GitHub shows paths from there. */
  readonly workspace: string | undefined;
  readonly cwd: string;
}

/**
 * One workflow command of GitHub Actions for each migration with a finding, which GitHub shows at
 * the line of its `down` (GitHub Docs, Workflow commands, "Setting an error message").
 */
export function proofToAnnotations(
  { migrations }: ProofReport,
  options: AnnotationOptions,
): readonly string[] {
  return migrations
    .filter((proof) => proof.verdict !== 'not-run' && isFinding(proof, options))
    .map((proof) => annotation(proof, options));
}

function annotation(proof: MigrationProof, options: AnnotationOptions): string {
  const { name, place } = proof;
  const properties = {
    file: fromRepository(place.path, options),
    line: String(place.line ?? 1),
    title: `${name} ${headline(proof)}`,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const message = findingLines(proof, { paint: createPaint('never'), strict: options.strict }).join('\n');
  return `::error ${list.join(',')}::${escapeData(message)}`;
}

function fromRepository(path: string, { workspace, cwd }: AnnotationOptions): string {
  const shown = workspace ? relative(workspace, path) : '..';
  const outside = shown.startsWith('..') || isAbsolute(shown);
  return (outside ? relative(cwd, path) : shown).replaceAll('\\', '/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
