/**
 * Rehearses four migrations on a copy of the profile suite: one that is ready, one that blocks, one that is slow and
 * one that loses rows. Exits with an error unless each gets its verdict.
 *
 *   npm run bench:rehearse [-- ROWS]
 *
 * With pg_dump of the server's version, the copy is made from a dump and lives on the embedded server; else the
 * database is cloned on its own server.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withScratchDatabases } from '../src/database/scratch.js';
import { findClientProgram } from '../src/rehearse/snapshot/client-programs.js';
import { withServer } from './bench-server.js';
import { describeMachine } from './machine.js';
import { print, printTable } from './print.js';
import { root, roundtrip } from './programs.js';

const execute = promisify(execFile);

/** Rows of all tables for each unit of the scale. */
const rowsOfOne = 16;

const concurrently = (pgm: string) => `pgm.noTransaction(); ${pgm}`;
const migration = (up: string, down: string) =>
  `export const up = (pgm) => { ${up} };\nexport const down = (pgm) => { ${down} };\n`;

const index = "'profile_audit_log', 'created_at', { name: 'audit_created', ifNotExists: true";

/** By the verdict that each must get. */
const migrations = {
  ready: migration("pgm.addColumn('users', { nickname: 'text' });", "pgm.dropColumn('users', 'nickname');"),
  blocks: migration(
    `pgm.createIndex(${index} });`,
    `pgm.dropIndex(${index.replace('ifNotExists', 'ifExists')} });`,
  ),
  slow: migration(
    concurrently(
      "pgm.createIndex('profile_audit_log', ['user_id', 'created_at', 'id'], { name: 'audit_user', concurrently: true });",
    ),
    concurrently(
      "pgm.dropIndex('profile_audit_log', ['user_id', 'created_at', 'id'], { name: 'audit_user', concurrently: true });",
    ),
  ),
  'loses-data': migration(
    "pgm.sql('DELETE FROM profile_audit_log WHERE id % 1000 = 0');",
    "pgm.sql('SELECT 1');",
  ),
} as const;

interface Printed {
  readonly databaseBytes: number;
  readonly milliseconds: number;
  readonly migrations: readonly {
    readonly name: string;
    readonly verdict: keyof typeof migrations;
    readonly up: { readonly milliseconds: number; readonly longestStall: number; readonly walBytes: number };
    readonly lost: readonly { readonly rows: number }[];
  }[];
}

async function main(): Promise<void> {
  const [rows = 5_000_000] = process.argv.slice(2).map(Number);
  print(describeMachine());
  await withServer(undefined, ({ database, urlOf }) =>
    withScratchDatabases(database, async (scratch) => {
      const url = urlOf((await scratch.create()).name);
      await withProject(async (folder) => {
        await run(folder, ['up'], url);
        await run(folder, ['seed', 'load', '--scale', String(Math.ceil(rows / rowsOfOne))], url);
        const dump = await dumpOf(url, folder);
        await addMigrations(folder);
        const source = dump === undefined ? ['--from', url, '--scratch-url', url] : ['--snapshot', dump];
        print(
          dump === undefined ? 'cloned on the same server' : 'restored from a dump on the embedded server',
        );
        const budgets = ['--max-duration', '1s', '--max-stall', '400ms', '--rows', 'none'];
        report(JSON.parse(await run(folder, ['rehearse', ...source, ...budgets, '--json'], url)) as Printed);
      });
    }),
  );
}

async function withProject(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
  try {
    for (const name of ['migrations', 'seeds', 'package.json'])
      await cp(fileURLToPath(new URL(name, root)), join(folder, name), { recursive: true });
    await symlink(fileURLToPath(new URL('node_modules', root)), join(folder, 'node_modules'));
    await action(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `undefined` where there is no pg_dump of the server's version. */
async function dumpOf(url: string, folder: string): Promise<string | undefined> {
  const program = await findClientProgram('pg_dump', process.env);
  if (!program || program.major < 18) return undefined;
  const file = join(folder, 'snapshot.dump');
  await execute(program.path, ['--format=custom', `--file=${file}`, url]);
  return file;
}

async function addMigrations(folder: string): Promise<void> {
  await mkdir(join(folder, 'migrations'), { recursive: true });
  for (const [number, [verdict, text]] of Object.entries(migrations).entries())
    await writeFile(join(folder, 'migrations', `190000000000${number}_${verdict}.js`), text);
}

/** Exit code 1 is expected: migrations are not ready. */
async function run(cwd: string, args: readonly string[], url: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url };
  const options = { cwd, env, maxBuffer: 1024 ** 3 };
  const result = await execute(process.execPath, [roundtrip, ...args], options).catch((error: unknown) => {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    if (code === 1 && stdout !== undefined && stdout !== '') return { stdout };
    throw new Error(stderr ?? String(error));
  });
  return result.stdout;
}

function report({ migrations: rehearsed, databaseBytes, milliseconds }: Printed): void {
  print(`${(databaseBytes / 1024 ** 2).toFixed(0)} MB, rehearsed in ${(milliseconds / 1000).toFixed(0)} s`);
  printTable(
    ['migration', 'verdict', 'up', 'longest stall', 'WAL', 'rows lost'],
    rehearsed.map(({ name, verdict, up, lost }) => [
      name,
      verdict,
      `${Math.round(up.milliseconds)} ms`,
      `${Math.round(up.longestStall)} ms`,
      `${(up.walBytes / 1024 ** 2).toFixed(1)} MB`,
      String(lost.reduce((sum, { rows }) => sum + rows, 0)),
    ]),
  );
  const wrong = rehearsed.filter(({ name, verdict }) => !name.endsWith(`_${verdict}`));
  if (wrong.length > 0) throw new Error(`unexpected verdicts: ${wrong.map(({ name }) => name).join(', ')}`);
}

await main();
