import {
  cleanToJson,
  loadToJson,
  renderCleanReport,
  renderLoadReport,
} from '../../report/seed/load-report.js';
import { cleanLoad, type CleanOptions } from '../../seed/clean-load.js';
import { runLoad, type LoadOptions } from '../../seed/run-load.js';
import type { Terminal } from '../terminal.js';
import { watchLoad } from './watch-load.js';

/** Loads by volume and reports it in text; what `--json` prints is returned. */
export async function load(terminal: Terminal, options: Omit<LoadOptions, 'observer'>): Promise<object> {
  const report = await runLoad({ ...options, observer: watchLoad(terminal) });
  terminal.result(renderLoadReport(report));
  return loadToJson(report);
}

/** The same for removing what was loaded. */
export async function clean(terminal: Terminal, options: Omit<CleanOptions, 'observer'>): Promise<object> {
  const report = await cleanLoad({ ...options, observer: watchLoad(terminal) });
  terminal.result(renderCleanReport(report));
  return cleanToJson(report);
}
