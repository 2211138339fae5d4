import { relative } from 'node:path';
import { createMigration } from '../../create/create-migration.js';
import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { configOf, type Context } from '../context.js';
import type { NewFlags } from '../creating/flags.js';

/**
 * `roundtrip new NAME [--kind KIND] [--table TABLE] [--column COLUMN] [--migration-file-language LANGUAGE]` or
 * `roundtrip new --rebase [--changed REF] [--dry-run]`
 */
export async function run(context: Context<NewFlags>, [name]: readonly string[]): Promise<ExitCode> {
  if (context.flags.rebase) {
    const { rebase } = await import('../creating/rebase.js');
    return rebase(context, name);
  }
  return create(context, nameOf(context.flags, name));
}

/** @throws UsageError without a name, and for flags of `--rebase` */
function nameOf({ changed, dryRun }: NewFlags, name: string | undefined): string {
  if (changed !== undefined || dryRun)
    throw new UsageError(`${dryRun ? '--dry-run' : '--changed'} is only for --rebase`, {
      remedy: 'To rename the migrations of this branch: roundtrip new --rebase',
    });
  if (name !== undefined) return name;
  throw new UsageError('the name of the new migration is missing', {
    remedy: 'Give one, such as: roundtrip new add-phone-to-users',
  });
}

async function create(context: Context<NewFlags>, name: string): Promise<ExitCode> {
  const { terminal, flags, cwd } = context;
  const { migrations } = await configOf(context);
  const { kind = 'empty', table, column, migrationFileLanguage: language } = flags;
  const { path, note } = await createMigration({
    directories: migrations.directories,
    name,
    kind,
    table,
    column,
    language,
    now: Date.now(),
  });
  if (note) terminal.note(note);
  terminal.result(relative(cwd, path));
  terminal.json({ format: 'roundtrip.new/1', path: relative(cwd, path) });
  return exitCodes.done;
}
