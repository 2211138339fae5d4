import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Some tests need root, to change owners of files, to mount, or to run as other users. */
export const isRoot = process.geteuid?.() === 0;

/** `it` for tests that only root can run. */
export const itAsRoot = isRoot ? it : it.skip;

/** `it` for tests that mount file systems, which some containers do not allow even to root. */
export const itWithMounts = isRoot && canMount() ? it : it.skip;

function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

export const nobody = isRoot ? { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') } : undefined;

function idOf(flag: string, name: string): number {
  return Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8' }), 10);
}

const folders: string[] = [];

/** Creates a temporary folder with access for everybody, removed by `removeFolders`. */
export function makeFolder(name = 'project'): string {
  const folder = mkdtempSync(join(tmpdir(), `roundtrip test ${name} `));
  folders.push(folder);
  chmodSync(folder, 0o755);
  return folder;
}

/** Like `makeFolder`, for an unprivileged user: `nobody` if the tests run as root. */
export function makeOrdinaryFolder(name?: string): string {
  const folder = makeFolder(name);
  if (nobody !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
