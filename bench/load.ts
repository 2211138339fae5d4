/**
 * `seed load` compared with psql's `\copy` of the same rows from files, into the same schema on the same
 * server:
 *
 *   npm run bench:load [-- SCALE ROUNDS]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withScratchDatabases } from '../src/database/scratch.js';
import { withServer, type Bench } from './bench-server.js';
import { describeMachine } from './machine.js';
import { median, time } from './measure.js';
import { print, printTable } from './print.js';
import { root, roundtrip } from './programs.js';

const execute = promisify(execFile);

/** Users come first, since the other tables refer to them. */
const tables = ['users', 'profile_privacy_settings', 'notification_preferences', 'profile_audit_log'];

interface Round {
  readonly rows: number;
  /** Milliseconds of the whole command, including its start and ANALYZE. */
  readonly load: number;
  /** Milliseconds of the four `\copy` commands. */
  readonly copy: number;
  /** Highest resident memory of the command, in MB. */
  readonly memory: number;
}

async function main(): Promise<void> {
  const [scale = 100_000, rounds = 5] = process.argv.slice(2).map(Number);
  print(`${describeMachine()}; ${(await execute('psql', ['--version'])).stdout.trim()}`);
  await withServer(undefined, async (bench) => {
    const results: Round[] = [];
    for (let round = 0; round < rounds; round += 1) results.push(await measure(bench, scale));
    const header = ['rows', '`seed load`', '`\\copy`', '`seed load` ÷ `\\copy`', 'memory'];
    printTable(header, results.map(toCells));
    const ratio = median(results.map(({ load, copy }) => copy / load));
    print(`median of ${rounds}: ${ratio.toFixed(2)} of the rate of \\copy`);
  });
}

function toCells({ rows, load, copy, memory }: Round): readonly string[] {
  const rate = (ms: number) => `${Math.round(rows / (ms / 1000)).toLocaleString('en-US')}/s`;
  return [rows.toLocaleString('en-US'), rate(load), rate(copy), (copy / load).toFixed(2), `${memory} MB`];
}

/** Loads one database, writes its rows to files, and copies those into another. */
async function measure({ database, urlOf }: Bench, scale: number): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    return await withScratchDatabases(database, async (scratch) => {
      const [loaded, copied] = [urlOf((await scratch.create()).name), urlOf((await scratch.create()).name)];
      for (const url of [loaded, copied]) await runRoundtrip(['up'], url);
      let memory = 0;
      const load = await time(async () => {
        memory = await runRoundtrip(['seed', 'load', '--scale', String(scale)], loaded);
      });
      const rows = await exportTables(loaded, folder);
      const copy = await time(() => importTables(copied, folder));
      return { rows, load, copy, memory };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Prints at the end the highest resident memory of the process, in kB. */
const reporter =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\n"+process.resourceUsage().maxRSS))';

/** @returns the highest resident memory of the command, in MB */
async function runRoundtrip(args: readonly string[], url: string): Promise<number> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url };
  const argv = ['--import', reporter, roundtrip, ...args];
  const { stderr } = await execute(process.execPath, argv, { cwd: fileURLToPath(root), env });
  return Math.round(Number(stderr.split('\n').at(-1)) / 1024);
}

/** @returns the number of rows */
async function exportTables(url: string, folder: string): Promise<number> {
  const copies = tables.map((table) => `\\copy ${table} TO '${join(folder, table)}'`);
  const answers = await runPsql(url, copies);
  return answers.reduce((sum, answer) => sum + Number(answer.replace('COPY ', '')), 0);
}

async function importTables(url: string, folder: string): Promise<void> {
  await runPsql(
    url,
    tables.map((table) => `\\copy ${table} FROM '${join(folder, table)}'`),
  );
}

/** @returns the output of psql for each command */
async function runPsql(url: string, commands: readonly string[]): Promise<readonly string[]> {
  const args = ['--no-psqlrc', '--set=ON_ERROR_STOP=1', ...commands.flatMap((one) => ['-c', one]), url];
  const { stdout } = await execute('psql', args);
  return stdout.trim().split('\n');
}

await main();
