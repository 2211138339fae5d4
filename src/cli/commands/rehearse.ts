import { resolve } from 'node:path';
import { exitCodes, type ExitCode } from '../../errors.js';
import { rehearse } from '../../rehearse/rehearse.js';
import { rehearsalFile } from '../../report/rehearse/files.js';
import { rehearsalToJson } from '../../report/rehearse/json.js';
import { renderHead, renderRehearsed, renderSummary } from '../../report/rehearse/text.js';
import { configOf, type Context } from '../context.js';
import { budgetsOf, loadOf, placeOf, sourceOf, type RehearseFlags } from '../rehearsing/flags.js';
import { showProgress } from '../rehearsing/show-progress.js';
import { parseReportFiles, writeReports } from '../report-files.js';
import { parseTarget } from '../target.js';

/** `roundtrip rehearse [COUNT|NAME]`: exits 1 when a migration exceeds a budget, loses data or fails. */
export async function run(context: Context<RehearseFlags>, [wanted]: readonly string[]): Promise<ExitCode> {
  const { flags, cwd, env, signal, terminal } = context;
  const reportFiles = parseReportFiles(flags.report ?? [], cwd);
  const source = sourceOf(flags, cwd);
  const options = {
    source,
    on: placeOf(flags),
    budgets: budgetsOf(flags),
    load: await loadOf(flags, cwd),
    config: await configOf(context),
    target: wanted === undefined ? ({ kind: 'all' } as const) : parseTarget(wanted),
    extensions: flags.skipExtensions ? 'skipped' : 'required',
    anonymise: flags.anonymise === undefined ? undefined : resolve(cwd, flags.anonymise),
    rows: flags.rows ?? 'generate',
    env: { ...env },
    signal,
  } as const;
  const text = { paint: terminal.paint, cwd };
  const display = showProgress(terminal);
  const report = await rehearse({
    ...options,
    progress: display.show,
    finished: (migration) => {
      terminal.result(`${renderRehearsed(migration, text)}\n`);
    },
    opened: (head) => {
      terminal.result(`${renderHead(head, text)}\n`);
    },
  }).finally(display.stop);
  await writeReports(reportFiles, (form) => rehearsalFile(form, report, cwd));
  terminal.result(renderSummary(report, text));
  terminal.json(rehearsalToJson(report, cwd));
  return report.verdict === 'ready' ? exitCodes.done : exitCodes.finding;
}
