import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { testServerUrl } from '../../support/scratch.js';
import { addressOf } from '../studio/support/studio.js';
import { threeTables } from './support/migrations.js';
import { useBench } from './support/bench.js';

const bench = useBench();

describe('studio', () => {
  it('prints one line of JSON with the address, answers there, and ends with 130 after Ctrl-C', async () => {
    const project = await bench.project(threeTables);
    const running = project.start(`studio --json --port 0 --scratch-url ${testServerUrl()}`);
    const line = await firstLine(running.process);
    const { send, page } = addressOf((JSON.parse(line) as { url: string }).url);
    expect((await send('/')).status).toBe(200);
    expect((await send('/api/page/')).status).toBe(401);
    expect(await page('/')).toContain('<h1');
    running.process.kill('SIGINT');
    const { code, stdout } = await running.finished;
    expect([code, stdout.trim()]).toEqual([130, line]);
    expect(await bench.tables()).toEqual([]);
  });

  it('reports a port that is taken, and one that is none', async () => {
    const project = await bench.project(threeTables);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const taken = await project.run(`studio --no-open --port ${port} --scratch-url ${testServerUrl()}`);
    server.close();
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining(`port ${port} cannot be used`)]);
    const wrong = await project.run('studio --port 70000');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('70000 is not a valid port')]);
  });
});

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  while (!text.includes('\n')) text += String((await once(stdout ?? process.stdin, 'data'))[0]);
  return text.split('\n', 1)[0] ?? '';
}
