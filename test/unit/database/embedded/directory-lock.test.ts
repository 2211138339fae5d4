import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDirectoryLock } from '../../../../src/database/embedded/directory-lock.js';
import { readIdentity } from '../../../../src/database/embedded/process-identity.js';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A lock as `owner` would hold it. */
function holdAs(owner: string): void {
  mkdirSync(lock);
  writeFileSync(join(lock, owner), '');
}

async function makeDeadOwner(): Promise<string> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  const [identity] = await Promise.all([readIdentity(child.pid), once(child, 'exit')]);
  return `${identity}.0badcafe`;
}

describe('the lock of a folder', () => {
  it('admits one owner at a time', async () => {
    let inside = 0;
    let most = 0;
    const enter = (): Promise<void> =>
      withDirectoryLock(lock, async () => {
        most = Math.max(most, (inside += 1));
        await sleep(2);
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 20 }, enter));
    expect({ most, inside, left: readdirSync(folder) }).toEqual({ most: 1, inside: 0, left: [] });
  });

  it('returns the result of the action, and is released when it throws', async () => {
    expect(await withDirectoryLock(lock, () => Promise.resolve('done'))).toBe('done');
    const failing = withDirectoryLock(lock, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('waits for a live owner', async () => {
    const owner = `${await readIdentity()}.0badcafe`;
    holdAs(owner);
    let entered = false;
    const entering = withDirectoryLock(lock, () => Promise.resolve((entered = true)));
    await sleep(100);
    expect(entered).toBe(false);
    rmSync(lock, { recursive: true });
    expect(await entering).toBe(true);
  });

  it('passes from a dead owner to exactly one of the waiting processes', async () => {
    holdAs(await makeDeadOwner());
    const order: string[] = [];
    const enter = (name: string): Promise<void> =>
      withDirectoryLock(lock, async () => {
        order.push(`${name} in`);
        await sleep(5);
        order.push(`${name} out`);
      });
    await Promise.all([enter('a'), enter('b'), enter('c')]);
    expect(order.map((entry) => entry.slice(2))).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
    expect(new Set(order.map((entry) => entry.slice(0, 1))).size).toBe(3);
  });

  it('is released if its owner died between removing the name and the folder', async () => {
    mkdirSync(lock);
    expect(await withDirectoryLock(lock, () => Promise.resolve('in'))).toBe('in');
  });

  it('removes the files of processes that were killed while they waited', async () => {
    mkdirSync(`${lock}.${await makeDeadOwner()}`);
    await withDirectoryLock(lock, () => Promise.resolve());
    expect(readdirSync(folder)).toEqual([]);
  });
});
