import { withScratchServer } from '../../database/open-database.js';
import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { renderSquash, squashToJson } from '../../report/squash/text.js';
import { squash } from '../../squash/squash.js';
import { configOf, ensureProject, type Context } from '../context.js';

export interface SquashFlags {
  readonly to?: string;
  readonly maxRows?: string;
  readonly dryRun?: boolean;
  readonly allowClusterChanges?: boolean;
}

/** `roundtrip squash [--to NAME]`: exits 1 when no single migration is equal to the others. */
export async function run(context: Context<SquashFlags>): Promise<ExitCode> {
  const { flags, terminal, signal, cwd } = context;
  const maxRows = rowsOf(flags.maxRows ?? '1000');
  const config = await configOf(context);
  await ensureProject(config);
  const report = await withScratchServer(config.database, { signal }, (server) =>
    squash({
      server,
      config,
      signal,
      to: flags.to,
      maxRows,
      clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
      mode: flags.dryRun ? 'dry run' : 'write',
      progress: ({ name, direction, of }) => {
        terminal.progress(`${of === 'old' ? 'old migrations' : 'new file'}  ${direction}  ${name}`);
      },
    }),
  );
  terminal.result(renderSquash(report, { paint: terminal.paint, cwd }));
  terminal.json(squashToJson(report, cwd));
  return report.verdict === 'not-equal' ? exitCodes.finding : exitCodes.done;
}

function rowsOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--max-rows ${text}: not a number of rows`, {
    remedy: 'Give a whole number, such as 1000.',
  });
}
