import { relative } from 'node:path';
import { createMigration } from '../../create/create-migration.js';
import type { MigrationLanguage } from '../../migrations/language.js';
import type { TemplateKind } from '../../create/template-kinds.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { configOf, type Context } from '../context.js';

export interface NewFlags {
  readonly kind?: TemplateKind;
  readonly table?: string;
  readonly column?: string;
  readonly migrationFileLanguage?: MigrationLanguage;
}

/** `roundtrip new NAME [--kind KIND] [--table TABLE] [--column COLUMN] [--migration-file-language LANGUAGE]` */
export async function run(context: Context<NewFlags>, [name = '']: readonly string[]): Promise<ExitCode> {
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
