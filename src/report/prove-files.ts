import type { ProofReport } from '../prove/proof-report.js';
import type { ProofFileOptions } from './prove-file-options.js';
import { proofToJson } from './prove-json.js';
import { proofToJunit } from './prove-junit.js';
import { proofToMarkdown } from './prove-markdown.js';

type RenderFile = (report: ProofReport, options: ProofFileOptions) => string;

/** What `--report FILE` writes, by the ending of its name. */
const renderers: Readonly<Record<string, RenderFile>> = {
  '.xml': proofToJunit,
  '.md': proofToMarkdown,
  '.json': (report, { cwd }) => `${JSON.stringify(proofToJson(report, cwd), null, 2)}\n`,
};

export const reportEndings: readonly string[] = Object.keys(renderers);

/** `undefined` for an ending that no report has. */
export function rendererFor(ending: string): RenderFile | undefined {
  return renderers[ending.toLowerCase()];
}
