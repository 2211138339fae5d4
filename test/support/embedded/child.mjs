// One process that uses the embedded server: started by child-process.ts, told what to do line by
// line on standard input, answering with one line of JSON each.
import process from 'node:process';
import { createInterface } from 'node:readline';
import {
  startEphemeralServer,
  startPersistentServer,
} from '../../../dist/database/embedded/embedded-server.js';

const [kind, options = '{}'] = process.argv.slice(2);
const start = kind === 'ephemeral' ? startEphemeralServer : startPersistentServer;

// As a command does that cleans up first: a signal from the terminal does not end it at once.
process.on('SIGINT', () => undefined);

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function attempt(action) {
  try {
    answer(await action());
  } catch (error) {
    answer({ error: { name: error.name, message: error.message, remedy: error.remedy } });
  }
}

let server;
await attempt(async () => {
  server = await start(JSON.parse(options));
  return { ...server, stop: undefined };
});

for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'leave') break;
  await attempt(async () => {
    await server.stop();
    return { stopped: true };
  });
}
process.stdin.destroy();
