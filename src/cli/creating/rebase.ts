import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { withDatabase } from '../../database/open-database.js';
import { withSession } from '../../database/with-session.js';
import { DatabaseError, RefusedError, exitCodes, type ExitCode } from '../../errors.js';
import { readBranchMigrations } from '../../git/branch-migrations.js';
import { findComparison, type Comparison } from '../../git/comparison.js';
import { findReferences } from '../../git/find-references.js';
import { renamingsOf, type Renaming } from '../../git/migration-order.js';
import { renameMigrations } from '../../git/rename-migrations.js';
import { readApplied } from '../../migrations/bookkeeping.js';
import { rebaseToJson, renderRebase } from '../../report/rebase/text.js';
import { configOf, type Context } from '../context.js';
import { assertExclusive } from '../exclusive-flags.js';
import type { NewFlags } from './flags.js';

/** `roundtrip new --rebase`: renames the migrations of the branch so that they come after those of the main branch. */
export async function rebase(context: Context<NewFlags>, name: string | undefined): Promise<ExitCode> {
  const { flags, terminal, env, cwd } = context;
  assertNothingNew(flags, name);
  const config = await configOf(context);
  const comparison = await findComparison({
    directory: config.migrations.directories[0],
    revision: flags.changed === true ? undefined : flags.changed,
    env,
    neededBy: '--rebase',
  });
  const renamings = await planRenamings(context, config, comparison);
  const references = await findReferences(comparison, renamings);
  const mode = flags.dryRun ? 'dry run' : 'renamed';
  if (mode === 'renamed') await renameMigrations(comparison, renamings, references);
  const result = { branch: comparison.revision, mode, renamings, ...references } as const;
  terminal.result(renderRebase(result, { paint: terminal.paint, cwd }));
  terminal.json(rebaseToJson(result, cwd));
  return exitCodes.done;
}

function assertNothingNew(flags: NewFlags, name: string | undefined): void {
  const { rebase: wanted, kind, table, column, migrationFileLanguage: language } = flags;
  assertExclusive('--rebase', {
    '--rebase': wanted,
    NAME: name,
    '--kind': kind,
    '--table': table,
    '--column': column,
    '--migration-file-language': language,
  });
}

async function planRenamings(
  context: Context<NewFlags>,
  config: Config,
  comparison: Comparison,
): Promise<readonly Renaming[]> {
  const migrations = await readBranchMigrations(comparison, config.migrations);
  const renamings = renamingsOf(migrations, Date.now());
  if (renamings.length > 0) await assertNotApplied(context, config, renamings);
  return renamings;
}

/**
 * A migration that is applied under its old name would count as missing, and its new name as pending.
 * @throws RefusedError when the configured database has one of them
 */
async function assertNotApplied(
  { terminal, signal }: Context<NewFlags>,
  { database: target, migrations }: Config,
  renamings: readonly Renaming[],
): Promise<void> {
  if (target.kind === 'embedded' && !existsSync(join(target.directory, 'embedded'))) return;
  const applied = await withDatabase(target, { signal }, (database) =>
    withSession(database, (session) => readApplied(session, migrations)),
  ).catch((error: unknown) => {
    if (!(error instanceof DatabaseError)) throw error;
    terminal.note(
      `note: the database could not be checked for applied migrations: ${error.message}\n` +
        'Where they are applied, roll them back before the next up, with the files under their old names.',
    );
    return [];
  });
  const renamed = new Set(renamings.map(({ file }) => file.name));
  const names = applied.map(({ name }) => name).filter((one) => renamed.has(one));
  const [first] = names;
  if (first === undefined) return;
  throw new RefusedError(`these migrations are applied in the database: ${names.join(', ')}`, {
    remedy: `Nothing was renamed. Roll them back, rename, and apply them again: roundtrip down ${first}, roundtrip new --rebase, roundtrip up`,
  });
}
