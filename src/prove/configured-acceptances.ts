import type { Config } from '../config/config.js';
import { projectFileName } from '../config/project-file.js';
import { projectAcceptances } from './project-acceptance.js';
import type { ProjectAcceptance } from './proof-report.js';

/** Returns the acceptances that the configuration has for the whole project, with today's date. */
export function configuredAcceptances({ prove: { accept }, sources }: Config): readonly ProjectAcceptance[] {
  const today = new Date().toISOString().slice(0, 10);
  return projectAcceptances(accept, { source: sources.project ?? projectFileName, today });
}
