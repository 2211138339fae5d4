import { relative } from 'node:path';
import { createMigration } from '../../create/create-migration.js';
import type { TemplateKind } from '../../create/template-kinds.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { configOf, type Context } from '../context.js';

export interface NewFlags {
  readonly kind?: TemplateKind;
  readonly table?: string;
  readonly column?: string;
}

/** `roundtrip new NAME [--kind KIND] [--table TABLE] [--column COLUMN]` */
export async function run(context: Context<NewFlags>, [name = '']: readonly string[]): Promise<ExitCode> {
  const { terminal, flags, cwd } = context;
  const { migrations } = await configOf(context);
  const { kind = 'empty', table, column } = flags;
  const path = await createMigration({
    directories: migrations.directories,
    name,
    kind,
    table,
    column,
    now: Date.now(),
  });
  terminal.result(relative(cwd, path));
  terminal.json({ format: 'roundtrip.new/1', path: relative(cwd, path) });
  return exitCodes.done;
}
