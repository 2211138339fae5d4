import { access, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { NotEditable } from './not-editable.js';

export interface ProjectFolders {
  /** Absolute path of the project. */
  readonly project: string;
  /** Absolute paths of the folders of migrations, as they are configured. */
  readonly migrations: readonly string[];
}

/**
 * Checks that a file is the project's: in its folder, or in a folder outside that is configured by its own path and that
 * is not in another project.
 * @throws NotEditable for any other file, such as one that a symbolic link leads to
 */
export async function assertInProject(path: string, { project, migrations }: ProjectFolders): Promise<void> {
  const root = await realpath(project);
  if (isWithin(path, root)) return;
  for (const directory of migrations) {
    if (isWithin(directory, project) || !isWithin(path, await realpath(directory))) continue;
    const owner = await projectAround(dirname(path));
    if (owner === undefined || isWithin(root, owner)) return;
    throw new NotEditable(`the file belongs to another project, ${owner}: run roundtrip there`);
  }
  throw new NotEditable(`the file is outside the project: ${path}`);
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && way !== path);
}

const projectFiles = ['package.json', 'roundtrip.json', '.git'];

/** The nearest folder around that is a project. */
async function projectAround(folder: string): Promise<string | undefined> {
  for (const name of projectFiles) if (await exists(join(folder, name))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAround(parent);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
