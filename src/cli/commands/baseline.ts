import { baseline } from '../../baseline/baseline.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { baselineToJson, renderBaseline } from '../../report/baseline/text.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import type { LockWaitNote } from '../../database/lock-wait-note.js';
import { showLockWait } from '../lock-wait-display.js';
import { connectionsOf } from '../verifying/connections.js';

export interface BaselineFlags {
  readonly dryRun?: boolean;
  /** A connection URL, or the word `embedded`. */
  readonly scratchUrl?: string;
}

/** `roundtrip baseline NAME`: exits 1 when the database does not contain what the migrations make. */
export async function run(
  context: Context<BaselineFlags>,
  [wanted = '']: readonly string[],
): Promise<ExitCode> {
  const { flags, terminal, signal } = context;
  const config = await configOf(context);
  const { scratch } = connectionsOf(flags.scratchUrl === undefined ? {} : { scratchUrl: flags.scratchUrl });
  const mode = flags.dryRun ? 'compare' : 'record';
  const progress = ({ name, number, total }: { name: string; number: number; total: number }) => {
    terminal.progress(`${number}/${total}  up on a scratch database  ${name}`);
  };
  const waiting = (note: LockWaitNote) => {
    showLockWait(note, terminal);
  };
  const report = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    baseline(wanted, { database, config, signal, scratch, mode, progress, waiting }),
  );
  for (const note of report.notes) terminal.note(terminal.notePaint.dim(note));
  terminal.result(renderBaseline(report, terminal.paint));
  terminal.json(baselineToJson(report));
  return report.verdict === 'not-contained' ? exitCodes.finding : exitCodes.done;
}
