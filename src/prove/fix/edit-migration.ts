import { basename, dirname } from 'node:path';
import { createModuleLoader } from '../../modules/load-module.js';
import { exportsOf, exportsOfSql, type Exports, type LoadOptions } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import { separateConcern } from '../../sql-text/transactions.js';
import type { FileEdit } from '../proof-report.js';
import { isComment, type DownChange } from './down-change.js';
import { NotEditable } from './not-editable.js';
import { editScript } from './script/edit-script.js';
import { editDownFile, editSqlFile } from './sql-file.js';

/** The texts of migration files by path, as they were before the migrations were loaded. */
export type Texts = ReadonlyMap<string, string>;

/** A migration with a changed down, which is in no file yet. */
export interface EditedMigration {
  readonly migration: Migration;
  readonly edit: FileEdit;
}

/**
 * Changes the down of a migration in the text of its file, and loads the migration from it.
 * @throws NotEditable when that is not possible
 */
export async function editMigration(
  migration: Migration,
  change: Omit<DownChange, 'transaction'>,
  options: LoadOptions & { readonly texts: Texts },
): Promise<EditedMigration> {
  const isSeparate = change.statements.some((sql) => !isComment(sql) && separateConcern(sql) !== undefined);
  const edit = editOf(migration, { ...change, transaction: isSeparate ? 'none' : 'one' }, options.texts);
  const { path } = migration;
  const edited = { ...migration, downPath: edit.path === path ? undefined : edit.path };
  const exported = await load(edited, edit.after, { ...options, edit });
  if (exported.down.kind !== 'written') throw new NotEditable('after the edit, it would have no down');
  const original = await load(edited, edit.before ?? '', { ...options, edit });
  // The texts are compared, because each loading makes another function.
  if (String(exported.up) !== String(original.up)) throw new NotEditable('the edit would change its up, too');
  return { migration: { ...edited, ...exported, shorthands: migration.shorthands }, edit };
}

function editOf(migration: Migration, change: DownChange, texts: Texts): FileEdit {
  const { path, downPath } = migration;
  const before = textOf(texts, path);
  if (!path.endsWith('.sql')) return { path, before, after: editScript(basename(path), before, change) };
  if (downPath !== undefined) {
    const text = textOf(texts, downPath);
    return { path: downPath, before: text, after: editDownFile(text, change) };
  }
  if (!path.endsWith('.up.sql')) return { path, before, after: editSqlFile(before, change) };
  const newPath = path.replace(/\.up\.sql$/, '.down.sql');
  return { path: newPath, before: undefined, after: editDownFile(undefined, change) };
}

function textOf(texts: Texts, path: string): string {
  const text = texts.get(path);
  if (text === undefined) throw new Error(`the text of ${path} was not read`);
  return text;
}

interface Loading extends LoadOptions {
  readonly texts: Texts;
  readonly edit: FileEdit;
}

/** Loads a migration from a text of the edited file. */
async function load(
  { path, downPath }: Migration,
  text: string,
  { tsconfigPaths, texts, edit }: Loading,
): Promise<Exports> {
  if (path.endsWith('.sql')) {
    const content = edit.path === path ? text : textOf(texts, path);
    return exportsOfSql({ path, content, downPath, down: downPath && text });
  }
  const loadModule = createModuleLoader({ directory: dirname(dirname(path)), tsconfigPaths });
  return exportsOf(await loadModule(path, text), basename(path));
}
