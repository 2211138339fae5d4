import { parseAge } from '../../config/limits.js';
import { withSession } from '../../database/with-session.js';
import { exitCodes, RefusedError, UsageError, type ExitCode } from '../../errors.js';
import { dropEntries, listEntries, type KeptSelection } from '../../keep/drop-entries.js';
import { droppedToJson, keptToJson } from '../../report/keep/json.js';
import { renderDropped, renderKept } from '../../report/keep/list-text.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { showLockWait } from '../lock-wait-display.js';

export interface KeptFlags {
  readonly olderThan?: string;
  readonly all?: boolean;
}

/** `roundtrip kept`, `roundtrip kept drop NAME|--older-than AGE|--all` */
export async function run(context: Context<KeptFlags>, args: readonly string[]): Promise<ExitCode> {
  const [action, name, ...more] = args;
  const { olderThan, all } = context.flags;
  if (action === undefined && olderThan === undefined && all === undefined) return list(context);
  if (action !== 'drop' || more.length > 0)
    throw new UsageError(`kept ${args.join(' ')} is not a command`.replace('  ', ' '), { remedy: usage });
  return drop(context, selectionOf(name, context.flags));
}

const usage =
  'roundtrip kept lists what is kept; roundtrip kept drop NAME, --older-than 30d or --all deletes it.';

async function list(context: Context<KeptFlags>): Promise<ExitCode> {
  const { terminal } = context;
  const config = await configOf(context);
  const entries = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    withSession(database, (session) => listEntries(session, config)),
  );
  terminal.result(renderKept(entries, terminal.paint));
  terminal.json(keptToJson(entries));
  return exitCodes.done;
}

function selectionOf(name: string | undefined, { olderThan, all }: KeptFlags): KeptSelection {
  const given = [name, olderThan, all].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new UsageError('kept drop takes one of NAME, --older-than AGE and --all', { remedy: usage });
  if (all) return { kind: 'all' };
  if (olderThan !== undefined) return { kind: 'older', milliseconds: parseAge(olderThan, '--older-than') };
  return { kind: 'migration', name: name ?? '' };
}

async function drop(context: Context<KeptFlags>, selection: KeptSelection): Promise<ExitCode> {
  const { terminal, signal } = context;
  const config = await configOf(context);
  const dropped = await withConfiguredDatabase(context, { config, use: 'migrations' }, async (database) => {
    await confirm(context, database.label);
    return dropEntries(selection, {
      database,
      config,
      signal,
      waiting: (note) => {
        showLockWait(note, terminal);
      },
    });
  });
  terminal.result(renderDropped(dropped));
  terminal.json(droppedToJson(dropped));
  return exitCodes.done;
}

/** Deleted data cannot be restored. */
async function confirm({ terminal, flags, signal }: Context<KeptFlags>, label: string): Promise<void> {
  if (!terminal.isInteractive || flags.yes) return;
  const answer = await terminal.ask(`${label}: delete kept data for good? [y/N] `, signal);
  if (['y', 'yes'].includes(answer.trim().toLowerCase())) return;
  throw new RefusedError('not confirmed', { remedy: 'Nothing was deleted.' });
}
