import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { runStudio } from '../../studio/run-studio.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { openBrowser } from '../open-browser.js';
import { connectionsOf } from '../verifying/connections.js';

export interface StudioFlags {
  readonly port?: string;
  /** `false` with --no-open. */
  readonly open?: boolean;
  readonly scratchUrl?: string;
}

/** `roundtrip studio`: runs until Ctrl-C, its usual end, which is not reported as an error. */
export async function run(context: Context<StudioFlags>): Promise<ExitCode> {
  const { flags, signal } = context;
  const port = parsePort(flags.port);
  const { scratch } = connectionsOf(flags);
  const config = await configOf(context);
  await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    runStudio({
      config,
      database,
      scratch: scratch.kind === 'automatic' ? { kind: 'embedded' } : scratch,
      port,
      signal,
      started: (url) => {
        announce(context, url);
      },
    }),
  );
  return exitCodes.interrupted;
}

function announce({ terminal, flags, env }: Context<StudioFlags>, url: string): void {
  terminal.result(`roundtrip studio: ${url}`);
  terminal.jsonLine({ url });
  terminal.note('The address contains a secret. Press Ctrl-C to stop.');
  if (flags.open !== false && terminal.format === 'text') openBrowser(url, env);
}

/** @throws UsageError for what is no port */
function parsePort(port: string | undefined): number {
  if (port === undefined) return 0;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new UsageError(`--port ${port} is not a valid port`, { remedy: 'Give a number from 0 to 65535.' });
}
