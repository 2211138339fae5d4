// Runs the command again and again in one process: a run evaluates the entry point anew, with arguments,
// environment and folder of its own, while the modules below it stay loaded.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const entryPoint = process.argv[2];
const entryUrl = pathToFileURL(entryPoint).href;

/** Ends the output of a run, on both streams. */
const endMark = '\0';

/** Milliseconds that the command gives to what migrations and seeds left open. */
const grace = 500;

const write = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
const exit = process.exit.bind(process);

// The command ends its process, without an exit code of its own, when the grace is over. This one goes on.
process.exit = (code) => {
  if (code !== undefined) exit(code);
};

/** Events that each run listens to. */
const listened = [
  [process, 'exit'],
  [process, 'SIGINT'],
  [process, 'SIGTERM'],
  [process.stdout, 'error'],
];

let runs = 0;

process.on('message', async ({ args, cwd, env }) => {
  const before = process.getActiveResourcesInfo();
  const listeners = listened.map(([emitter, event]) => new Set(emitter.listeners(event)));
  prepare({ args, cwd, env });
  await import(`${entryUrl}?run=${(runs += 1)}`).catch(endAsNode);
  const isReusable = await settle(before);
  listened.forEach(([emitter, event], index) => {
    for (const listener of emitter.listeners(event)) {
      if (listeners[index].has(listener)) continue;
      if (event === 'exit') listener.call(process, process.exitCode);
      emitter.off(event, listener);
    }
  });
  for (const one of write) one(endMark);
  process.send({ code: Number(process.exitCode ?? 0), isReusable });
  process.exitCode = undefined;
  process.chdir('/');
});

function prepare({ args, cwd, env }) {
  process.argv = [process.execPath, entryPoint, ...args];
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
}

function endAsNode(error) {
  process.stderr.write(`${inspect(error)}\n`);
  exit(1);
}

/** Waits until nothing is left that would keep a process alive, or the grace is over. */
async function settle(before) {
  for (const end = Date.now() + grace; hasMore(before); await sleep(1, undefined, { ref: false }))
    if (Date.now() > end) return false;
  return true;
}

function hasMore(before) {
  const rest = [...before];
  return process.getActiveResourcesInfo().some((name) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
