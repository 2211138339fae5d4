import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  findProcessState,
  readIdentity,
  readPid,
} from '../../../../src/database/embedded/process-identity.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

/** The identity of this process with some of its parts replaced. */
async function alter(parts: { start?: string; boot?: string; namespace?: string }): Promise<string> {
  const [pid, start, boot, namespace] = (await readIdentity()).split('.');
  return [pid, parts.start ?? start, parts.boot ?? boot, parts.namespace ?? namespace].join('.');
}

describe('the identity of a process', () => {
  it('is valid while it runs, and also in an owner name', async () => {
    const identity = await readIdentity();
    expect(readPid(identity)).toBe(process.pid);
    expect(await findProcessState(identity)).toBe('running');
    expect(await findProcessState(`${identity}.0badcafe`)).toBe('running');
  });

  it('is no longer valid after the process has ended', async () => {
    const child = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = await readIdentity(child.pid);
    expect(await findProcessState(identity)).toBe('running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await findProcessState(identity)).toBe('ended');
  });

  onLinux('is not taken over by a later process with the same id', async () => {
    expect(await findProcessState(await alter({ start: '1' }))).toBe('ended');
  });

  onLinux('ends with the boot of the machine', async () => {
    expect(await findProcessState(await alter({ boot: '00000001' }))).toBe('ended');
  });

  onLinux('says nothing about a process of another container', async () => {
    expect(await findProcessState(await alter({ namespace: '1' }))).toBe('elsewhere');
  });

  it('consists of the id alone if the platform provides no more', async () => {
    expect(await findProcessState(`${process.pid}.0.0.0`)).toBe('running');
  });

  it.each(['', 'nonsense', '0.0.0.0', '-1.0.0.0'])('cannot be parsed from "%s"', async (text) => {
    expect(await findProcessState(text)).toBe('ended');
  });
});
