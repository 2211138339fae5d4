/**
 * Up, down and up of the same 100 migrations with each tool's own command, compared with a proof of them:
 *
 *   npm run bench:peers [-- MIGRATIONS ROUNDS]
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withScratchDatabases } from '../src/database/scratch.js';
import { withServer, type Bench } from './bench-server.js';
import { describeMachine, versionOf } from './machine.js';
import { median, time } from './measure.js';
import { writePeerSuites } from './peer-suite.js';
import { print, printTable, seconds } from './print.js';
import { nodePgMigrate, root, roundtrip, runNode, runProgram, type Place } from './programs.js';

const peers = new URL('bench/peers/', root);

/** A tool: the folder of its project, and its commands for up, down and up. */
interface Tool {
  readonly folder: string;
  readonly run: (place: Place, size: number) => Promise<void>;
}

const path = (name: string) => fileURLToPath(new URL(name, peers));

const tools: Readonly<Record<string, Tool>> = {
  'node-pg-migrate': {
    folder: 'pgm',
    run: (place, size) => runAll(place, [nodePgMigrate], [['up'], ['down', String(size)], ['up']]),
  },
  knex: {
    folder: 'knex',
    run: (place) =>
      runAll(
        place,
        [path('node_modules/knex/bin/cli.js'), '--knexfile', 'knexfile.cjs'],
        [['migrate:latest'], ['migrate:rollback', '--all'], ['migrate:latest']],
      ),
  },
  umzug: {
    folder: 'umzug',
    run: (place) => runAll(place, [path('umzug-cli.mjs')], [['up'], ['down'], ['up']]),
  },
  dbmate: { folder: 'dbmate', run: runDbmate },
  'roundtrip up, down, up': {
    folder: 'pgm',
    run: (place) => runAll(place, [roundtrip], [['up'], ['down', '--all', '--yes'], ['up']]),
  },
  'roundtrip prove --jobs 1': {
    folder: 'pgm',
    run: (place) => runAll(place, [roundtrip], [['prove', '--jobs', '1']]),
  },
  'roundtrip prove': { folder: 'pgm', run: (place) => runAll(place, [roundtrip], [['prove']]) },
};

async function main(): Promise<void> {
  const [size = 100, rounds = 5] = process.argv.slice(2).map(Number);
  await installPeers();
  const directory = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    print(describeMachine());
    print(await describeVersions());
    await writePeerSuites(directory, size);
    await withServer(undefined, (bench) => benchTools(bench, { directory, size, rounds }));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** They are not dependencies of the project, so contributors need not install them. */
async function installPeers(): Promise<void> {
  if (existsSync(new URL('node_modules', peers))) return;
  print('installing the other tools in bench/peers');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: fileURLToPath(peers) });
}

async function describeVersions(): Promise<string> {
  const own = await versionOf('node-pg-migrate', root);
  const others = await Promise.all(
    ['knex', 'umzug', 'dbmate'].map(async (name) => `${name} ${await versionOf(name, peers)}`),
  );
  return [`node-pg-migrate ${own}`, ...others].join(', ');
}

interface Plan {
  readonly directory: string;
  readonly size: number;
  readonly rounds: number;
}

async function benchTools(bench: Bench, { directory, size, rounds }: Plan): Promise<void> {
  const times = new Map(Object.keys(tools).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { folder, run }] of Object.entries(tools)) {
      const took = await onNewDatabase(bench, (url) => run({ cwd: join(directory, folder), url }, size));
      times.get(name)?.push(took);
    }
  }
  report(new Map([...times].map(([name, values]) => [name, median(values)])), size);
}

async function onNewDatabase(
  { database, urlOf }: Bench,
  action: (url: string) => Promise<void>,
): Promise<number> {
  return withScratchDatabases(database, async (scratch) => {
    const { name } = await scratch.create();
    return time(() => action(urlOf(name)));
  });
}

async function runAll(
  place: Place,
  program: readonly string[],
  commands: readonly (readonly string[])[],
): Promise<void> {
  for (const command of commands) await runNode([...program, ...command], place);
}

/** Runs its binary without the launcher script, which starts Node each time. It rolls back one by one. */
async function runDbmate(place: Place, size: number): Promise<void> {
  const { resolveBinary } = (await import(path('node_modules/dbmate/dist/index.js'))) as {
    readonly resolveBinary: () => string;
  };
  const flags = [
    '--url',
    `${place.url}?sslmode=disable`,
    '--migrations-dir',
    'migrations',
    '--no-dump-schema',
  ];
  const dbmate = (command: string) => runProgram(resolveBinary(), [...flags, command], place);
  await dbmate('migrate');
  for (let step = 0; step < size; step += 1) await dbmate('rollback');
  await dbmate('migrate');
}

function report(medians: ReadonlyMap<string, number>, size: number): void {
  const peer = medians.get('node-pg-migrate') ?? Number.NaN;
  const rows = [...medians].map(([name, value]) => [name, seconds(value), (value / peer).toFixed(2)]);
  printTable([`${size} migrations`, 'median', '÷ node-pg-migrate'], rows);
}

await main();
