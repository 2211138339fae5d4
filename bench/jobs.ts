/**
 * The time that a proof in several parallel parts saves, its processor time, and whether it gives the same
 * result:
 *
 *   npm run bench:jobs [-- MIGRATIONS ROUNDS]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config/config.js';
import type { MigrationProof } from '../src/prove/proof-report.js';
import { withServer, type Bench } from './bench-server.js';
import { describeMachine } from './machine.js';
import { interleave, median } from './measure.js';
import { print, printTable, seconds } from './print.js';
import { processorClock } from './processor-time.js';
import { runProof } from './run-proof.js';
import { writeSuite } from './suite.js';

async function main(): Promise<void> {
  const [size = 200, rounds = 5] = process.argv.slice(2).map(Number);
  const project = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    print(describeMachine());
    await writeSuite(join(project, 'migrations'), size);
    await withServer(undefined, (bench) => benchJobs(bench, { project, size, rounds }));
  } finally {
    await rm(project, { recursive: true });
  }
}

interface Plan {
  readonly project: string;
  readonly size: number;
  readonly rounds: number;
}

async function benchJobs(bench: Bench, { project, size, rounds }: Plan): Promise<void> {
  const config = await readConfig({ flags: {}, env: {}, cwd: project });
  const processorTime = await processorClock(bench.database);
  const counts = [1, availableParallelism()];
  const verdicts = new Set<string>();
  const used = new Map(counts.map((jobs) => [`--jobs ${jobs}`, [] as number[]]));
  const prove = async (jobs: number) => {
    const before = processorTime();
    verdicts.add(verdictsOf(await runProof(bench, config, jobs)));
    used.get(`--jobs ${jobs}`)?.push(processorTime() - before);
  };
  const runs = counts.map((jobs) => [`--jobs ${jobs}`, () => prove(jobs)] as const);
  const times = await interleave(rounds, Object.fromEntries(runs));
  if (verdicts.size > 1) throw new Error('the number of jobs changed what the proof says');
  const alone = times['--jobs 1'] ?? Number.NaN;
  const rows = Object.entries(times).map(([name, time]) => {
    const processors = median(used.get(name) ?? []);
    return [
      `\`${name}\``,
      seconds(time),
      (alone / time).toFixed(2),
      seconds(processors),
      (processors / time).toFixed(2),
    ];
  });
  printTable([`${size} migrations`, 'median', 'times as fast', 'processor time', 'cores busy'], rows);
}

/** The verdicts in the order of the report. */
function verdictsOf(proofs: readonly MigrationProof[]): string {
  return proofs.map(({ name, verdict }) => `${name} ${verdict}`).join('\n');
}

await main();
