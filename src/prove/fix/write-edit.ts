import {
  access,
  chmod,
  chown,
  constants,
  link,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../errors.js';
import type { FileEdit } from '../proof-report.js';
import { NotEditable } from './not-editable.js';
import { assertInProject, type ProjectFolders } from './project-folders.js';

/**
 * Gives a file its new text at once: whoever reads it meanwhile reads the old text or the new one.
 * @throws NotEditable when the file is not the project's, may not be changed, or was changed meanwhile
 */
export async function writeEdit(edit: FileEdit, folders: ProjectFolders): Promise<void> {
  const { path, target } = await assertWritable(edit, folders);
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    await writeFile(partial, edit.after, { flag: 'wx' });
    await assertUnchanged(edit, path);
    if (target) {
      await chmod(partial, target.mode);
      await chown(partial, target.uid, target.gid).catch(() => undefined);
      await rename(partial, path);
    } else {
      await giveName(partial, path);
    }
  } catch (error) {
    if (error instanceof NotEditable) throw error;
    throw new NotEditable(`it cannot be written: ${messageOf(error)}`);
  } finally {
    await rm(partial, { force: true });
  }
}

/** A link never replaces a file that exists by now. Some file systems have no links. */
async function giveName(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path);
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    await rename(partial, path);
  }
}

interface Target {
  /** Without symbolic links. */
  readonly path: string;
  /** Missing for a new file. */
  readonly target: { readonly mode: number; readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Checks a file before it is edited.
 * @throws NotEditable with the reason
 */
export async function assertWritable(edit: FileEdit, folders: ProjectFolders): Promise<Target> {
  const folder = await realpath(dirname(edit.path));
  const path = edit.before === undefined ? join(folder, basename(edit.path)) : await realpath(edit.path);
  await assertInProject(path, folders);
  await assertUnchanged(edit, path);
  if (edit.before === undefined) return { path, target: undefined };
  const target = await stat(path);
  // To an administrator the system grants writing to any file.
  const isReadOnly = (target.mode & 0o222) === 0 || !(await mayWrite(path));
  if (isReadOnly) throw new NotEditable('the file is read-only');
  return { path, target };
}

async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function assertUnchanged({ before }: FileEdit, path: string): Promise<void> {
  const bytes = await readFile(path).catch(() => undefined);
  const now = bytes?.toString('utf8');
  if (now !== before) throw new NotEditable('the file was changed while the migrations were proven');
  if (bytes && !bytes.equals(Buffer.from(before ?? '')))
    throw new NotEditable('the file is not encoded in UTF-8');
}
