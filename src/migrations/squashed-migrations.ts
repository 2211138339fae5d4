import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { MigrationFileError } from '../errors.js';
import { readApplied, type AppliedMigration } from './bookkeeping.js';
import type { MigrationFile } from './migration-file.js';
import { readReplaced, type Replaced } from './replaced-migrations.js';

/** A squashed migration whose effect a database has already, because all that it replaces is applied. */
export interface Adoption {
  readonly squash: MigrationFile;
  /** The rows of what it replaces, in order. */
  readonly rows: readonly AppliedMigration[];
}

/** A squashed migration of which a database has only a part. */
export interface PartlyReplaced {
  readonly squash: MigrationFile;
  readonly applied: readonly string[];
  /** Names of the migrations that the database needs before it can have the squashed one. */
  readonly needed: readonly string[];
}

/** The applied migrations of a database as its files name them. */
export interface AppliedAsFiles {
  /** With a squashed migration in the place of what it replaces, where all of that is applied. */
  readonly applied: readonly AppliedMigration[];
  readonly adoptions: readonly Adoption[];
  readonly partly: readonly PartlyReplaced[];
}

/**
 * Reads the applied migrations, as `readApplied` does, in terms of the files of the project.
 * @throws MigrationFileError when the database has only a part of what a squashed migration replaces
 */
export async function readAppliedAsFiles(
  session: Session,
  config: MigrationsConfig,
  files: readonly MigrationFile[],
): Promise<AppliedAsFiles> {
  const found = await appliedAsFiles(files, await readApplied(session, config));
  assertNoneInPart(found);
  return found;
}

/** Reads files only where an applied migration has none: before a squash, every one has. */
export async function appliedAsFiles(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): Promise<AppliedAsFiles> {
  const names = new Set(files.map(({ name }) => name));
  const done = new Set(applied.map(({ name }) => name));
  if (applied.every(({ name }) => names.has(name))) return { applied, adoptions: [], partly: [] };
  const adoptions: Adoption[] = [];
  const partly: PartlyReplaced[] = [];
  for (const squash of files.filter(({ name }) => !done.has(name))) {
    const replaced = readReplaced(await readFile(squash.path, 'utf8'));
    const rows = applied.filter(({ name }) => replaced.some((one) => one.name === name));
    if (rows.length === 0) continue;
    const needed = neededOf(replaced, done);
    if (needed.length === 0) adoptions.push({ squash, rows });
    else partly.push({ squash, applied: rows.map(({ name }) => name), needed });
  }
  return { applied: asAdopted(applied, adoptions), adoptions, partly };
}

/** What an earlier squash replaced counts for that squash, too. */
function neededOf(replaced: readonly Replaced[], done: ReadonlySet<string>): readonly string[] {
  return replaced
    .filter((one) => one.in === undefined && !done.has(one.name))
    .flatMap(({ name }) => {
      const inner = replaced.filter((one) => one.in === name);
      if (inner.length === 0 || !inner.some((one) => done.has(one.name))) return [name];
      return inner.filter((one) => !done.has(one.name)).map((one) => one.name);
    });
}

/** The squashed migration takes the place of the last one that it replaces. */
function asAdopted(
  applied: readonly AppliedMigration[],
  adoptions: readonly Adoption[],
): readonly AppliedMigration[] {
  return adoptions.reduce(
    (rows, adoption) =>
      rows.flatMap((row) => {
        if (row.id === adoption.rows.at(-1)?.id) return [{ ...row, name: adoption.squash.name }];
        return adoption.rows.includes(row) ? [] : [row];
      }),
    applied,
  );
}

/** @throws MigrationFileError naming what the database needs before it can have a squashed migration */
export function assertNoneInPart({ partly }: Pick<AppliedAsFiles, 'partly'>): void {
  const [first] = partly;
  if (!first) return;
  throw new MigrationFileError(textOf(first), {
    remedy: `Apply them with the old files, and then run again: roundtrip up --migrations-dir ${oldFolderOf(first.squash)}`,
  });
}

/** `2_squashed replaces 9 migrations, of which 4 are applied here; still needed: 5_e, …` */
export function textOf({ squash, applied, needed }: PartlyReplaced): string {
  const number = applied.length + needed.length;
  return `${squash.name} replaces ${number} migrations, of which ${applied.length} ${applied.length === 1 ? 'is' : 'are'} applied here; still needed: ${needed.join(', ')}`;
}

/** Where `squash` moves the files that a squashed migration replaces. */
export function oldFolderOf({ path, name }: MigrationFile): string {
  return join(dirname(path), 'squashed', name);
}
