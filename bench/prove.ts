/**
 * The cost of a proof, as ratios, on one ephemeral embedded server:
 *
 *   npm run bench:prove [-- 10 100 1000]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { readCatalog } from '../src/catalog/read/read-catalog.js';
import { TrackedCatalog } from '../src/catalog/observe/tracked-catalog.js';
import { readConfig, type Config } from '../src/config/config.js';
import { withScratchDatabases } from '../src/database/scratch.js';
import type { Session } from '../src/database/session.js';
import { withSession } from '../src/database/with-session.js';
import type { MigrationProof } from '../src/prove/proof-report.js';
import { fetchPostgres } from '../scripts/fetch-postgres.mjs';
import { withServer, type Bench } from './bench-server.js';
import { BIG_SCHEMA } from './big-schema.js';
import { interleave, median, peakMemory, time } from './measure.js';
import { ms, print } from './print.js';
import { runProof } from './run-proof.js';
import { writeSuite } from './suite.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  await withServer(undefined, async (bench) => {
    for (const size of sizes.length > 0 ? sizes : [10, 100, 1000]) await benchProof(bench, size);
  });
  print(`peak memory: ${peakMemory()} MB`);
  await withServer(await pgDumpBinaries(), benchRead);
}

/** pg_dump rejects servers of a newer version, so the server has the major version of pg_dump. */
async function pgDumpBinaries(): Promise<string> {
  const { stdout } = await promisify(execFile)('pg_dump', ['--version']);
  const major = /(\d+)\./.exec(stdout)?.[1] ?? '';
  return fetchPostgres(major);
}

async function benchProof(bench: Bench, size: number): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    await writeSuite(join(project, 'migrations'), size);
    const config = await readConfig({ flags: {}, env: {}, cwd: project });
    let proofs: readonly MigrationProof[] = [];
    const times = await interleave(size > 500 ? 1 : 5, {
      bare: () => runBare(bench, config),
      proof: async () => (proofs = await runProof(bench, config, availableParallelism())),
    });
    report(size, times, proofs);
  } finally {
    await rm(project, { recursive: true });
  }
}

/** Runs up, down and up with node-pg-migrate's own runner and loader. */
function runBare({ database, urlOf }: Bench, { migrations }: Config): Promise<void> {
  return withScratchDatabases(database, async (scratch) => {
    const { name } = await scratch.create();
    const dbClient = new pg.Client(urlOf(name));
    await dbClient.connect();
    for (const direction of ['up', 'down', 'up'] as const) {
      await runner({
        dbClient,
        dir: migrations.directories[0],
        migrationsTable: 'pgmigrations',
        direction,
        count: Infinity,
        singleTransaction: false,
        logger: silent,
      });
    }
    await dbClient.end();
  });
}

function report(
  size: number,
  { bare = 0, proof = 0 }: Readonly<Record<string, number>>,
  proofs: readonly MigrationProof[],
): void {
  const each = proofs.map(
    ({ milliseconds: { up, down, upAgain, catalog } }) => (up ?? 0) + (down ?? 0) + (upAgain ?? 0) + catalog,
  );
  const tenth = Math.max(1, Math.floor(size / 10));
  const growth = median(each.slice(-tenth)) / median(each.slice(0, tenth));
  const catalog = proofs.reduce((sum, { milliseconds }) => sum + milliseconds.catalog, 0);
  print(
    `${size} migrations: proof ÷ bare ${(proof / bare).toFixed(2)} (${ms(proof)} ÷ ${ms(bare)}, ` +
      `catalog ${ms(catalog)}); last 10 % ÷ first 10 % ${growth.toFixed(2)}`,
  );
}

async function benchRead({ database, urlOf }: Bench): Promise<void> {
  await withScratchDatabases(database, async (scratch) => {
    const big = await scratch.create();
    await withSession(big, (session) => session.query(BIG_SCHEMA));
    await withSession(big, async (actor) =>
      withSession(
        big,
        async (watcher) => {
          const { pg_dump: dumped = Number.NaN, full = 0 } = await interleave(5, {
            pg_dump: () => dump(urlOf(big.name)),
            full: () => readCatalog(actor),
          });
          const step = median(await followSteps(actor, watcher));
          print(
            `1,000 tables: full read ÷ pg_dump ${(full / dumped).toFixed(2)} (${ms(full)} ÷ ${ms(dumped)}); ` +
              `read after one step ÷ pg_dump ${(step / dumped).toFixed(3)} (${ms(step)})`,
          );
        },
        { pipelining: 'on' },
      ),
    );
  });
}

/** Measures the catalog reads of the proof for each step, before and after its commit. */
async function followSteps(actor: Session, watcher: Session): Promise<readonly number[]> {
  const catalog = await TrackedCatalog.open(watcher, {});
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const watch = catalog.watch(await catalog.countsBefore(actor));
    await actor.query(watch.begin);
    await actor.query(
      `ALTER TABLE big_500 ADD COLUMN y${round} int; CREATE TABLE more_${round} (id serial PRIMARY KEY)`,
    );
    const before = await time(() => watch.beforeCommit(actor));
    await actor.query('COMMIT');
    times.push(before + (await time(() => catalog.follow(watch))));
  }
  return times;
}

async function dump(url: string): Promise<void> {
  await promisify(execFile)('pg_dump', ['--schema-only', url], { maxBuffer: 256 << 20 });
}

await main();
