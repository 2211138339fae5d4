import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Some tests need root (they give files away, mount, run as others); the rest run for everybody. */
export const isRoot = process.geteuid?.() === 0;

/** `it` for what only root can arrange. */
export const itAsRoot = isRoot ? it : it.skip;

/** `it` for what needs mounts of its own, which root has not in every container. */
export const itWithMounts = isRoot && canMount() ? it : it.skip;

function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

export const nobody = isRoot ? { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') } : undefined;

function idOf(flag: string, name: string): number {
  return Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8' }), 10);
}

const folders: string[] = [];

/** A temporary folder that everybody can enter, removed by `removeFolders`. */
export function makeFolder(name = 'project'): string {
  const folder = mkdtempSync(join(tmpdir(), `roundtrip test ${name} `));
  folders.push(folder);
  chmodSync(folder, 0o755);
  return folder;
}

/** The same for an ordinary user: `nobody` where the tests run as root. */
export function makeOrdinaryFolder(name?: string): string {
  const folder = makeFolder(name);
  if (nobody !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
