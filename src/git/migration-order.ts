import { basename, dirname, join } from 'node:path';
import { byOrder, type MigrationFile } from '../migrations/migration-file.js';
import { filesOf, type BranchMigrations } from './branch-migrations.js';
import { freshNumbers } from './fresh-numbers.js';

/** Whether the migrations of a branch come after those of the main branch. */
export interface OrderReport {
  /** The branch that they are compared with: `origin/main`. */
  readonly branch: string;
  /** The last migration of that branch; `undefined` where it has none. */
  readonly last: string | undefined;
  readonly misplaced: readonly Misplaced[];
}

/** A migration of the branch that comes before one of the main branch. */
export interface Misplaced {
  readonly name: string;
  readonly path: string;
  /** Migrations of the main branch that it comes before, in order. */
  readonly before: readonly string[];
  /** A name with which it comes last. */
  readonly newName: string;
}

/** A migration, and the name with which it comes last. */
export interface Renaming {
  readonly file: MigrationFile;
  readonly newName: string;
  /** Absolute paths. */
  readonly moves: readonly FileMove[];
}

export interface FileMove {
  readonly from: string;
  readonly to: string;
}

export function checkOrder(
  { own, onMain }: BranchMigrations,
  { branch, now }: { readonly branch: string; readonly now: number },
): OrderReport {
  const last = onMain.at(-1)?.name;
  const misplaced = renamingsOf({ own, onMain }, now).flatMap(({ file, newName }) => {
    const before = onMain.filter((other) => byOrder(file, other) < 0).map(({ name }) => name);
    return before.length === 0 ? [] : [{ name: file.name, path: file.path, before, newName }];
  });
  return { branch, last, misplaced };
}

/**
 * New names for the migrations of the branch if one of them comes before one of the main branch; none otherwise. All of
 * them are renamed, so that their order stays the same.
 */
export function renamingsOf(
  { own, onMain }: Pick<BranchMigrations, 'own' | 'onMain'>,
  now: number,
): readonly Renaming[] {
  const last = onMain.at(-1);
  const [first] = own;
  if (!last || !first || byOrder(first, last) > 0) return [];
  const numbers = freshNumbers(digitsOf(last.name), own.length, now);
  return own.map((file, index) => {
    const withNumber = (name: string) => name.replace(/^\d+/, numbers[index] ?? '');
    const moves = filesOf(file).map((from) => ({
      from,
      to: join(dirname(from), withNumber(basename(from))),
    }));
    return { file, newName: withNumber(file.name), moves };
  });
}

function digitsOf(name: string): string {
  return /^\d+/.exec(name)?.[0] ?? '';
}
