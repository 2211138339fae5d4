/**
 * The start-up time of a command, compared with that of a minimal program:
 *
 *   npm run bench:cli
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAndListFiles } from '../test/support/loaded-files.js';
import { withServer, type Bench } from './bench-server.js';
import { describeMachine, versionOf } from './machine.js';
import { interleave } from './measure.js';
import { print, printTable } from './print.js';
import { nodePgMigrate, root, roundtrip, runNode, type Place } from './programs.js';

const rounds = 15;

/** A minimal program that connects to a database and runs one query. */
const bare = fileURLToPath(new URL('bench/one-query.mjs', root));

const commands: Readonly<Record<string, readonly string[]>> = {
  'one query by `pg` alone': [bare],
  '`roundtrip --version`': [roundtrip, '--version'],
  '`node-pg-migrate --version`': [nodePgMigrate, '--version'],
  '`roundtrip status`': [roundtrip, 'status'],
  '`roundtrip up`, nothing to do': [roundtrip, 'up'],
  '`node-pg-migrate up`, nothing to do': [nodePgMigrate, 'up'],
};

const denominators = { peer: '`node-pg-migrate up`, nothing to do', bare: 'one query by `pg` alone' };

async function main(): Promise<void> {
  print(`${describeMachine()}; node-pg-migrate ${await versionOf('node-pg-migrate', root)}`);
  await withServer(undefined, async (bench) => {
    const cwd = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
    try {
      await benchCommands({ cwd, url: bench.urlOf(await prepare(bench, cwd)) });
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
}

/** A project with the profile suite, applied and recorded in the history. */
async function prepare({ database, urlOf }: Bench, cwd: string): Promise<string> {
  await cp(new URL('migrations', root), join(cwd, 'migrations'), { recursive: true });
  await runNode([roundtrip, 'up'], { cwd, url: urlOf(database.name) });
  return database.name;
}

async function benchCommands(place: Place): Promise<void> {
  const runs = Object.entries(commands).map(([name, argv]) => [name, () => runNode(argv, place)] as const);
  // Runs each command once before measuring, since jiti caches the compiled files.
  for (const [, run] of runs) await run();
  const times = await interleave(rounds, Object.fromEntries(runs));
  const { [denominators.peer]: peer = 0, [denominators.bare]: least = 0 } = times;
  const header = ['command', 'median', '÷ no-op `up` of node-pg-migrate', '÷ one query', 'files loaded'];
  const rows = Object.entries(times).map(async ([name, time]) => [
    ...[name, `${time.toFixed(0)} ms`, (time / peer).toFixed(2), (time / least).toFixed(2)],
    await countFiles(commands[name] ?? [], place),
  ]);
  printTable(header, await Promise.all(rows));
}

async function countFiles(argv: readonly string[], { cwd, url }: Place): Promise<string> {
  const { files } = await runAndListFiles(argv, { cwd, env: { DATABASE_URL: url } });
  return String(files.length);
}

await main();
