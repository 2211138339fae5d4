import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runCommand } from './run-command.js';

interface Halves {
  readonly up: string;
  readonly down: string;
}

/** Migrations that are reversible, or fail in some way; `n` makes their names unique. */
const shapes: Readonly<Record<string, (n: number) => Halves>> = {
  table: (n) => ({ up: `CREATE TABLE t${n} (id int PRIMARY KEY)`, down: `DROP TABLE t${n}` }),
  column: (n) => ({ up: `ALTER TABLE base ADD c${n} int`, down: `ALTER TABLE base DROP c${n}` }),
  index: (n) => ({ up: `CREATE INDEX i${n} ON base (a)`, down: `DROP INDEX i${n}` }),
  leavesType: (n) => ({ up: `CREATE TYPE e${n} AS ENUM ('x')`, down: 'SELECT 1' }),
  failsDown: (n) => ({ up: `CREATE TABLE f${n} (id int)`, down: `DROP TABLE missing${n}` }),
  losesRows: (n) => ({ up: `UPDATE base SET a = ${n}`, down: 'SELECT 1' }),
  reorders: () => ({
    up: 'ALTER TABLE base DROP COLUMN IF EXISTS b',
    down: 'ALTER TABLE base ADD COLUMN IF NOT EXISTS b int',
  }),
  failsUp: () => ({ up: 'SELECT 1 / 0', down: 'SELECT 1' }),
  shared: () => ({ up: 'shared', down: 'shared' }),
};

const shape = fc.constantFrom('table', 'column', 'index', ...Object.keys(shapes));
const place = fc.nat(9);

const edits = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('append' as const), shape }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), place, shape }) },
  fc.record({ kind: fc.constant('comment' as const), place }),
  fc.record({ kind: fc.constant('remove' as const) }),
  fc.record({ kind: fc.constant('shared' as const), value: fc.nat(3) }),
  fc.record({ kind: fc.constant('nothing' as const) }),
);

type Edit = typeof edits extends fc.Arbitrary<infer One> ? One : never;

interface Project {
  /** Shape and number of each migration after the first. */
  migrations: readonly { readonly shape: string; readonly number: number; readonly comments: number }[];
  shared: number;
}

const base =
  '-- Up Migration\nCREATE TABLE base (id int PRIMARY KEY, a int, b int);\n-- Down Migration\nDROP TABLE base;\n';

function applyEdit(project: Project, edit: Edit, round: number): void {
  const { migrations } = project;
  const at = 'place' in edit && migrations.length > 0 ? edit.place % migrations.length : -1;
  switch (edit.kind) {
    case 'append':
      project.migrations = [...migrations.slice(-7), { shape: edit.shape, number: round, comments: 0 }];
      break;
    case 'replace':
      project.migrations = migrations.map((one, index) =>
        index === at ? { shape: edit.shape, number: round, comments: 0 } : one,
      );
      break;
    case 'comment':
      project.migrations = migrations.map((one, index) =>
        index === at ? { ...one, comments: one.comments + 1 } : one,
      );
      break;
    case 'remove':
      project.migrations = migrations.slice(0, -1);
      break;
    case 'shared':
      project.shared = edit.value;
      break;
    case 'nothing':
      break;
  }
}

async function write(folder: string, { migrations, shared }: Project): Promise<void> {
  await rm(join(folder, 'migrations'), { recursive: true, force: true });
  await mkdir(join(folder, 'migrations'));
  await writeFile(join(folder, 'migrations', '1000_base.sql'), base);
  await writeFile(join(folder, 'shared.mjs'), `export const table = 'shared${shared}';\n`);
  for (const [index, { shape: name, number, comments }] of migrations.entries()) {
    const { up, down } = (shapes[name] ?? shapes.table)?.(number) ?? { up: '', down: '' };
    const path = join(folder, 'migrations', `${1001 + index}_m`);
    if (name === 'shared') {
      const table = `\${table}_${number}`;
      const half = (direction: string, sql: string) =>
        `export const ${direction} = (pgm) => pgm.sql(\`${sql}\`);\n`;
      const code = half('up', `CREATE TABLE ${table} (id int)`) + half('down', `DROP TABLE ${table}`);
      await writeFile(
        `${path}.mjs`,
        `import { table } from '../shared.mjs';\n${'// x\n'.repeat(comments)}${code}`,
      );
    } else {
      const text = `-- Up Migration\n${'-- x\n'.repeat(comments)}${up};\n-- Down Migration\n${down};\n`;
      await writeFile(`${path}.sql`, text);
    }
  }
}

export interface KnownProofRound {
  readonly edit: Edit;
  /** The reports, without times. */
  readonly known: object;
  readonly fresh: object;
  /** How many proofs were known. */
  readonly count: number;
}

/** Edits a project at random, and proves it after each edit with the verdicts of earlier runs and without them. */
export async function* knownProofRounds(
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
  env: Readonly<Record<string, string>>,
): AsyncGenerator<KnownProofRound> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-known-'));
  const project: Project = { migrations: [], shared: 0 };
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    for (const [round, edit] of fc.sample(edits, { numRuns: rounds, seed }).entries()) {
      applyEdit(project, edit, round);
      await write(folder, project);
      const known = await prove(folder, env, ['--cache', 'cache']);
      const fresh = await prove(folder, env, ['--no-cache']);
      yield { edit, known: known.report, fresh: fresh.report, count: known.count };
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function prove(cwd: string, env: Readonly<Record<string, string>>, flags: readonly string[]) {
  const { stdout, stderr, code } = await runCommand(['prove', '--json', '--jobs', '1', ...flags], {
    cwd,
    env,
  });
  if (code !== 0 && code !== 1) throw new Error(stderr);
  const report = JSON.parse(stdout, (key, value: unknown) => (key === 'milliseconds' ? 0 : value)) as {
    known?: { readonly migrations: number };
  };
  const { known, ...rest } = report;
  return { report: rest, count: known?.migrations ?? 0 };
}
