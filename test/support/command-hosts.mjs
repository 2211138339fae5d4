import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';

/** Ends the output of a run, on both streams. */
const endMark = '\0';

const program = fileURLToPath(new URL('./command-host.mjs', import.meta.url));
const entryPoint =
  process.env.ROUNDTRIP_TEST_COMMAND ?? fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Runs the command for the test files that ask for it on a socket, in processes that stay: starting Node.js
 * and loading modules takes most of the time of a short run.
 */
export async function startCommandHosts() {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-hosts-'));
  const address = join(folder, 'socket');
  const pool = { all: new Set(), idle: [] };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    answer(socket, pool).catch((error) => socket.destroy(error));
  });
  await once(server.listen(address), 'listening');
  const stop = async () => {
    server.close();
    for (const host of pool.all) host.kill();
    await rm(folder, { recursive: true });
  };
  return { address, stop };
}

async function answer(socket, { all, idle }) {
  let request = '';
  socket.setEncoding('utf8').on('data', (chunk) => (request += chunk));
  await once(socket, 'end');
  const host = idle.pop() ?? startHost();
  all.add(host);
  const { isReusable, ...result } = await runOn(host, JSON.parse(request));
  if (isReusable) {
    idle.push(host);
  } else {
    all.delete(host);
    host.kill();
  }
  socket.end(JSON.stringify(result));
}

function startHost() {
  const host = spawn(process.execPath, [program, entryPoint], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [host.stdout, host.stderr]) stream.setEncoding('utf8');
  return host;
}

/** What a host prints and answers; one that ends before ends as the command would. */
function runOn(host, request) {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    let answer;
    const finish = (outcome) => {
      for (const emitter of [host, host.stdout, host.stderr]) emitter.removeAllListeners();
      resolve({ ...outcome, stdout: withoutMark(output.stdout), stderr: withoutMark(output.stderr) });
    };
    const finishWhenComplete = () => {
      if (answer && Object.values(output).every((text) => text.endsWith(endMark))) finish(answer);
    };
    for (const name of ['stdout', 'stderr'])
      host[name].on('data', (chunk) => {
        output[name] += chunk;
        finishWhenComplete();
      });
    host.once('message', (message) => {
      answer = message;
      finishWhenComplete();
    });
    host.once('close', (code) => finish({ code, isReusable: false }));
    host.send(request);
  });
}

function withoutMark(text) {
  return text.endsWith(endMark) ? text.slice(0, -endMark.length) : text;
}
