import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { findNumberedFiles, migrationNameOf, nextNumber } from '../migrations/new-file.js';
import {
  findLanguage,
  type FolderLanguage,
  type MigrationLanguage,
  type ModuleForm,
} from '../migrations/language.js';
import { sqlTemplates } from './sql-templates.js';
import type { TemplateNames } from './template.js';
import { templates, type TemplateKind } from './template-kinds.js';
import { empty } from './templates/empty.js';
import { toJavaScript } from './to-javascript.js';

export interface CreateOptions {
  /**
   * Absolute paths of the migration folders; the file is created in the first, as is the folder if it is
   * missing.
   */
  readonly directories: readonly [string, ...string[]];
  /** Short description of the migration: `add-phone-to-users`. */
  readonly name: string;
  readonly kind: TemplateKind | 'empty';
  /** Table and column to fill in; guessed from the name where they are not given. */
  readonly table: string | undefined;
  readonly column: string | undefined;
  /** That of the last migration in the folders unless given. */
  readonly language: MigrationLanguage | undefined;
  /** Milliseconds since 1970, which become the number in front, unless a migration has a later one. */
  readonly now: number;
}

export interface CreatedMigration {
  readonly path: string;
  /** Why it is written in another language than was wanted. */
  readonly note?: string;
}

/**
 * Writes a migration with a paired `up` and `down`.
 * @throws UsageError when the name cannot be a file name, or table or column cannot be filled in
 */
export async function createMigration(options: CreateOptions): Promise<CreatedMigration> {
  const name = migrationNameOf(options.name);
  const names = namesOf(name, options);
  if (options.kind !== 'empty') assertUnquoted(names);
  const [directory] = options.directories;
  await mkdir(directory, { recursive: true });
  const files = await findNumberedFiles(options.directories);
  const found = await findLanguage(files);
  const wanted = options.language ?? found.language;
  const language = wanted === 'sql' && !sqlTemplates[options.kind] ? 'mjs' : wanted;
  const path = join(directory, `${nextNumber(files, options.now)}_${name}.${language}`);
  await writeFile(path, textOf(options.kind, names, { ...found, language }), { flag: 'wx' });
  return language === wanted ? { path } : { path, note: noSql(options.kind) };
}

function textOf(kind: CreateOptions['kind'], names: TemplateNames, folder: FolderLanguage): string {
  const { language } = folder;
  const sql = sqlTemplates[kind];
  if (language === 'sql' && sql) return sql(names);
  const text = (kind === 'empty' ? empty : templates[kind])(names);
  return language === 'ts' ? text : toJavaScript(text, formOf(folder));
}

function formOf({ language, form }: FolderLanguage): ModuleForm {
  return language === 'js' ? form : language === 'cjs' ? 'cjs' : 'esm';
}

function noSql(kind: string): string {
  return `written in JavaScript: ${kind} must run without a transaction, which an SQL migration cannot declare`;
}

/** The templates write names into code and SQL without quotes. */
function assertUnquoted(names: TemplateNames): void {
  const wrong = Object.entries(names).filter(([, name]) => !/^[a-z_][a-z0-9_]*$/.test(String(name)));
  if (wrong.length === 0) return;
  const list = wrong.map(([what, name]) => `--${what} ${String(name)}`).join(', ');
  throw new UsageError(`${list}: this name cannot be used in a template`, {
    remedy: 'Use lower-case letters, digits and underscores, or write the migration by hand.',
  });
}

/** `create-orders`: table orders. `add-phone-to-users`, `index-phone-on-users`: column phone of users. */
function namesOf(name: string, { table, column }: CreateOptions): TemplateNames {
  const words = name.toLowerCase();
  const about = /^[a-z]+-(.+)-(?:to|on|of|in|from)-(.+)$/.exec(words);
  const only = /^(?:create|add|alter|change|index|make)-(.+)$/.exec(words);
  const names = {
    table: table ?? snake(about?.[2] ?? only?.[1] ?? words),
    column: column ?? snake(about?.[1] ?? 'name'),
  };
  const isOfColumn = about !== null || column !== undefined;
  return { ...names, type: isOfColumn ? `${names.table}_${names.column}` : names.table };
}

function snake(words: string): string {
  return words.replaceAll('-', '_');
}
