/**
 * The cost of a verified run compared with node-pg-migrate's own runner, step by step, on a schema of 1,000
 * tables:
 *
 *   npm run bench:live
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { readConfig, type Config } from '../src/config/config.js';
import { uninterruptible } from '../src/database/interruption.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import type { Database } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import type { Direction } from '../src/migrations/migration.js';
import { down, up, type RunObserver } from '../src/run/run-migrations.js';
import { withServer, type Bench } from './bench-server.js';
import { BIG_SCHEMA } from './big-schema.js';
import { describeMachine, versionOf } from './machine.js';
import { median } from './measure.js';
import { printTable, print } from './print.js';
import { root } from './programs.js';
import { writeSuite } from './suite.js';

const size = 20;
const rounds = 5;
const directions = ['up', 'down'] as const;

/** Times of one run in milliseconds. */
interface Run {
  /** Time between the ends of two consecutive steps. */
  readonly step: number;
  /** Time from before BEGIN until after COMMIT: the longest time for which its locks can be held. */
  readonly transaction: number;
  /** Time of the run outside of its steps: loading, connecting, the first read of the catalog. */
  readonly once: number;
}

async function main(): Promise<void> {
  print(`${describeMachine()}; node-pg-migrate ${await versionOf('node-pg-migrate', root)}`);
  const project = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    await writeSuite(join(project, 'migrations'), size);
    const config = await readConfig({ flags: {}, env: {}, cwd: project });
    await withServer(undefined, (bench) =>
      withScratchDatabases(bench.database, async (scratch) => {
        const database = await scratch.create();
        await withSession(database, (session) => session.query(BIG_SCHEMA));
        await withSession(database, (session) => session.query('VACUUM ANALYZE'));
        await benchRuns({ ...bench, database }, config);
      }),
    );
  } finally {
    await rm(project, { recursive: true });
  }
}

async function benchRuns(bench: Bench, config: Config): Promise<void> {
  const runs = {
    'node-pg-migrate': (direction: Direction) => runBare(bench, config, direction),
    roundtrip: (direction: Direction) => runVerified(bench.database, config, direction),
  };
  const results = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      for (const direction of directions) {
        const key = `${direction} by ${name}`;
        results.set(key, [...(results.get(key) ?? []), await run(direction)]);
      }
    }
  }
  report(results);
}

/** Records when each step ends, and how long its transaction was open. */
class Stopwatch {
  readonly #created = performance.now();
  readonly #ends: number[] = [];
  #transactions = 0;

  ends(transaction: number): void {
    this.#ends.push(performance.now());
    this.#transactions += transaction;
  }

  stopped(): Run {
    const { [0]: first = Number.NaN, length } = this.#ends;
    if (length !== size) throw new Error(`${length} steps ran, not ${size}`);
    const step = ((this.#ends.at(-1) ?? Number.NaN) - first) / (size - 1);
    const all = performance.now() - this.#created;
    return { step, transaction: this.#transactions / size, once: all - step * size };
  }
}

/** Runs each migration in a transaction of its own, as roundtrip does. */
async function runBare(
  { database: { name }, urlOf }: Bench,
  { migrations }: Config,
  direction: Direction,
): Promise<Run> {
  const watch = new Stopwatch();
  const client = new pg.Client(urlOf(name));
  await client.connect();
  await runner({
    dbClient: timed(client, watch),
    dir: migrations.directories[0],
    migrationsTable: migrations.table,
    direction,
    count: Infinity,
    singleTransaction: false,
    logger: silent,
  });
  await client.end();
  return watch.stopped();
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function timed(client: pg.Client, watch: Stopwatch): pg.Client {
  const query = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>;
  let began = 0;
  const dbClient = {
    query: async (...args: readonly unknown[]) => {
      if (args[0] === 'BEGIN;') began = performance.now();
      const result = await query(...args);
      if (args[0] === 'COMMIT;') watch.ends(performance.now() - began);
      return result;
    },
  };
  return dbClient as unknown as pg.Client;
}

/** Runs with history, and compares each step with the catalog before it commits. */
async function runVerified(database: Database, config: Config, direction: Direction): Promise<Run> {
  const watch = new Stopwatch();
  const observer: RunObserver = {
    started: () => undefined,
    finished: ({ milliseconds }) => {
      watch.ends(milliseconds);
    },
    noted: (note) => {
      throw new Error(`the run noted ${note.kind}`);
    },
  };
  const run = direction === 'up' ? up : down;
  const options = { database, config, signal: uninterruptible, mode: 'run', observer } as const;
  await run({ kind: 'all' }, options);
  return watch.stopped();
}

function report(results: ReadonlyMap<string, readonly Run[]>): void {
  const of = (name: string, measure: keyof Run) =>
    median((results.get(name) ?? []).map((run) => run[measure]));
  const rows = directions.flatMap((direction) =>
    (['step', 'transaction', 'once'] as const).map((measure) => {
      const bare = of(`${direction} by node-pg-migrate`, measure);
      const verified = of(`${direction} by roundtrip`, measure);
      const words = { step: 'a step', transaction: 'its transaction', once: 'once in a run' }[measure];
      const numbers = [bare, verified, verified - bare].map((value) => `${value.toFixed(1)} ms`);
      return [`${direction}: ${words}`, ...numbers, (verified / bare).toFixed(1)];
    }),
  );
  printTable(['1,000 tables', 'node-pg-migrate', 'roundtrip', 'more', '÷'], rows);
}

await main();
