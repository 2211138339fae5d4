import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const folders: string[] = [];

const packages = [
  '@types',
  '@jest',
  'jest',
  'jiti',
  'node-pg-migrate',
  'pg',
  'ts-jest',
  'typescript',
  'vitest',
];

/** Creates a project in which the packages of this repository are installed, and the repository itself. */
export async function createLinkedProject(
  files: Readonly<Record<string, string>>,
  example?: string,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'roundtrip-linked-')));
  folders.push(folder);
  if (example !== undefined) await cp(example, folder, { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of packages)
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  await symlink(resolve('.'), join(folder, 'node_modules/pg-roundtrip'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

export async function removeLinkedProjects(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}
