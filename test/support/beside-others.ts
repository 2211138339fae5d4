import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../src/config/config.js';
import { uninterruptible } from '../../src/database/interruption.js';
import type { Database } from '../../src/database/session.js';
import { withSession } from '../../src/database/with-session.js';
import { down, redo, up, type RunOptions } from '../../src/run/run-migrations.js';
import { inStorm, stormGround, stormName } from './storm.js';

type Statements = readonly string[];

interface Migrated {
  readonly up: Statements;
  readonly down: Statements;
  readonly transaction: 'one' | 'none';
}

function inOne(ups: string, downs: string): Migrated {
  return { up: [ups], down: [downs], transaction: 'one' };
}

function inNone(ups: Statements, downs: Statements): Migrated {
  return { up: ups, down: downs, transaction: 'none' };
}

/** Migrations with exact rollbacks for every kind of object, tracked or compared as a whole. */
export const besideOthersMigrations: Readonly<Record<string, Migrated>> = {
  column: inOne('ALTER TABLE customers ADD COLUMN x int', 'ALTER TABLE customers DROP COLUMN x'),
  table: inOne(
    'CREATE TABLE orders (id serial PRIMARY KEY, c int REFERENCES customers)',
    'DROP TABLE orders',
  ),
  both: inOne(
    'ALTER TABLE customers ADD COLUMN x int; CREATE TABLE orders (id serial PRIMARY KEY, c int REFERENCES customers)',
    'DROP TABLE orders; ALTER TABLE customers DROP COLUMN x',
  ),
  index: inOne('CREATE INDEX customers_x ON customers (name)', 'DROP INDEX customers_x'),
  constraint: inOne(
    'ALTER TABLE visits ADD CONSTRAINT few CHECK (id < 1000000)',
    'ALTER TABLE visits DROP CONSTRAINT few',
  ),
  rename: inOne('ALTER TABLE customers RENAME TO clients', 'ALTER TABLE clients RENAME TO customers'),
  renamedColumn: inOne(
    'ALTER TABLE customers RENAME phone TO telephone',
    'ALTER TABLE customers RENAME telephone TO phone',
  ),
  type: inOne("CREATE TYPE mood AS ENUM ('ok')", 'DROP TYPE mood'),
  view: inOne(
    'CREATE VIEW seen AS SELECT id FROM visits; ALTER TABLE visits ADD y int; CREATE VIEW again AS SELECT y FROM visits',
    'DROP VIEW again; ALTER TABLE visits DROP y; DROP VIEW seen',
  ),
  function: inOne("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DROP FUNCTION one()'),
  grant: inOne('GRANT SELECT ON visits TO PUBLIC', 'REVOKE SELECT ON visits FROM PUBLIC'),
  comment: inOne("COMMENT ON TABLE visits IS 'all'", 'COMMENT ON TABLE visits IS NULL'),
  schema: inOne('CREATE SCHEMA s2', 'DROP SCHEMA s2'),
  extension: inOne('CREATE EXTENSION pg_trgm', 'DROP EXTENSION pg_trgm'),
  publication: inOne('CREATE PUBLICATION pub FOR TABLE visits', 'DROP PUBLICATION pub'),
  statistics: inOne('CREATE STATISTICS st ON id, customer FROM visits', 'DROP STATISTICS st'),
  defaults: inOne(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO PUBLIC',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON SEQUENCES FROM PUBLIC',
  ),
  blocks: inOne(
    `DO $$ BEGIN BEGIN CREATE TABLE orders (id int); EXCEPTION WHEN duplicate_table THEN NULL; END;
       BEGIN CREATE INDEX o ON orders (id); RAISE 'no'; EXCEPTION WHEN OTHERS THEN NULL; END; END $$`,
    'DO $$ BEGIN DROP TABLE orders; EXCEPTION WHEN undefined_table THEN NULL; END $$',
  ),
  concurrently: inNone(
    ['CREATE INDEX CONCURRENTLY customers_x ON customers (name)'],
    ['DROP INDEX CONCURRENTLY customers_x'],
  ),
  separately: inNone(
    ['CREATE TABLE orders (id int)', 'ALTER TABLE customers ADD x int'],
    ['ALTER TABLE customers DROP x', 'DROP TABLE orders'],
  ),
  inBlock: inNone(
    ['DO $$ BEGIN CREATE TABLE orders (id int); END $$'],
    ['DO $$ BEGIN DROP TABLE orders; END $$'],
  ),
};

export interface WrongVerdict {
  readonly step: number;
  readonly what: string;
  readonly told: string;
}

export interface BesideOthers {
  /** Number of steps; each is an `up`, a `down` or a `redo`. */
  readonly steps: number;
  /** Called after each step. */
  readonly done?: (step: number) => void;
  readonly only?: readonly string[];
  /** Milliseconds between two changes of the other session. */
  readonly pause?: number;
}

/** Applies, redoes and rolls back migrations of every kind, while another session changes the database. */
export async function runBesideOthers(
  database: Database,
  { steps, done, pause = 0, only = Object.keys(besideOthersMigrations) }: BesideOthers,
): Promise<readonly WrongVerdict[]> {
  const wrong: WrongVerdict[] = [];
  await withProject(undefined, (config) => up({ kind: 'all' }, optionsFor(database, config)));
  await inStorm(database, pause, async () => {
    for (let step = 1; step <= steps;) {
      const what = only[Math.floor((step - 1) / 3) % only.length] ?? '';
      await withProject(what, async (config) => {
        for (const action of ['up', 'redo', 'down'] as const) {
          const told = await runStep(database, config, action);
          if (told !== undefined) wrong.push({ step, what: `${action} ${what}`, told });
          done?.(step);
          step += 1;
        }
      });
    }
  });
  return wrong;
}

async function withProject(
  what: string | undefined,
  action: (config: Config) => Promise<unknown>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-storm-'));
  try {
    await mkdir(join(folder, 'migrations'));
    await writeFile(join(folder, 'migrations', '0_ground.cjs'), textOf(inOne(stormGround, 'SELECT 1')));
    const migrated = what === undefined ? undefined : besideOthersMigrations[what];
    if (migrated) await writeFile(join(folder, 'migrations', `1_${what}.cjs`), textOf(migrated));
    await action(await readConfig({ flags: { embedded: true }, env: {}, cwd: folder }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function textOf({ up: ups, down: downs, transaction }: Migrated): string {
  const code = (statements: Statements) =>
    [
      ...(transaction === 'none' ? ['pgm.noTransaction();'] : []),
      ...statements.map((sql) => `pgm.sql(${JSON.stringify(sql)});`),
    ].join(' ');
  return `exports.up = (pgm) => { ${code(ups)} };\nexports.down = (pgm) => { ${code(downs)} };\n`;
}

const actions = { up, down, redo };

function optionsFor(database: Database, config: Config): RunOptions {
  const clock: NonNullable<RunOptions['clock']> = { pause: () => Promise.resolve(), random: () => 0 };
  const observer = { started: () => undefined, finished: () => undefined };
  const guards = { missing: 'allowed', lockRetries: 20 } as const;
  return { database, config, signal: uninterruptible, observer, mode: 'run', clock, ...guards };
}

/** Returns the error of a step; `undefined` if the step is correct. */
async function runStep(
  database: Database,
  config: Config,
  action: keyof typeof actions,
): Promise<string | undefined> {
  const target = { kind: 'count', count: 1 } as const;
  try {
    await actions[action](target, optionsFor(database, config));
  } catch (error) {
    const finding = (error as { finding?: unknown }).finding;
    return `${String(error)} ${finding === undefined ? '' : JSON.stringify(finding)}`;
  }
  return recordedWrongly(database);
}

async function recordedWrongly(database: Database): Promise<string | undefined> {
  const { rows } = await withSession(database, (session) =>
    session.query<{ outcome: string; change: string }>(
      `SELECT outcome, coalesce(change::text, '') AS change FROM roundtrip.history
       WHERE outcome <> 'running' ORDER BY id DESC LIMIT 1`,
    ),
  );
  const bad = rows.find(({ outcome, change }) => outcome !== 'done' || change.includes(stormName));
  return bad && JSON.stringify(bad);
}
