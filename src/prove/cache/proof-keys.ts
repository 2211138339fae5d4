import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { MigrationFile } from '../../migrations/migration-file.js';
import { filesNamedBy } from '../../modules/imported-files.js';

export interface KeyOptions {
  /** All migrations, in order. */
  readonly files: readonly MigrationFile[];
  /** Folder of the project: paths count relative to it, so that a copy in another place has the same keys. */
  readonly root: string;
  /** Files that every proof depends on, such as those of the seeds. */
  readonly shared: readonly string[];
  /** Everything else that a verdict depends on: tool, server, options. */
  readonly inputs: unknown;
}

/** Packages that migrations import, and how they are compiled. */
const projectFiles = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'tsconfig.json',
];

/**
 * A key for the proof of each migration, by name: a hash of all that its verdict depends on. That includes the
 * migrations before it, because they make the state that it runs on, and excludes those after it.
 */
export async function proofKeys(options: KeyOptions): Promise<ReadonlyMap<string, string>> {
  const { files, root, shared, inputs } = options;
  const read = new FileHashes(root);
  const all = [...(await withNamed(shared)), ...projectFiles.map((name) => join(root, name))];
  let chain = hashOf([JSON.stringify(inputs), ...(await read.all(all))]);
  const keys = new Map<string, string>();
  for (const { name, path, downPath } of files) {
    const own = await withNamed(downPath === undefined ? [path] : [path, downPath]);
    chain = hashOf([chain, name, ...(await read.all(own))]);
    keys.set(name, chain);
  }
  return keys;
}

/** The files, and those that they import or name, in a stable order. */
async function withNamed(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set(paths);
  for (const path of paths) {
    if (!/\.[mc]?[jt]s$/.test(path)) continue;
    for (const named of await filesNamedBy(path)) found.add(named);
  }
  return [...found].sort();
}

/** Reads each file once. */
class FileHashes {
  readonly #root: string;
  readonly #hashes = new Map<string, Promise<string>>();

  constructor(root: string) {
    this.#root = root;
  }

  all(paths: readonly string[]): Promise<readonly string[]> {
    return Promise.all(paths.map((path) => this.#hash(path)));
  }

  #hash(path: string): Promise<string> {
    const known = this.#hashes.get(path);
    if (known) return known;
    const name = relative(this.#root, path).split(sep).join('/');
    const hash = readFile(path).then(
      (content) => hashOf([name, content]),
      () => hashOf([name]),
    );
    this.#hashes.set(path, hash);
    return hash;
  }
}

/** The parts are hashed with their lengths, so that no two lists of parts are the same text. */
function hashOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
