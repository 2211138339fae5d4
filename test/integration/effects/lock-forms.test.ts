import { readFile } from 'node:fs/promises';
import type { MigrationsConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { parseLockMode, isStronger, type LockMode } from '../../../src/database/lock-modes.js';
import type { Session } from '../../../src/database/session.js';
import type { StepEffects } from '../../../src/effects/effects.js';
import { observeEffects, type MigrationEffects } from '../../../src/effects/observe-effects.js';
import type { Migration } from '../../../src/migrations/migration.js';
import type { LockForm } from '../../../scripts/render-locks.mjs';
import { createScratch, openTestServer, type Scratch } from '../../support/scratch.js';

const fixture = await readFile(new URL('../../lock-forms/fixture.sql', import.meta.url), 'utf8');
const server = await openTestServer();
const { major } = server.server;
const lockForms = JSON.parse(
  await readFile(new URL('../../lock-forms/forms.json', import.meta.url), 'utf8'),
) as readonly LockForm[];
const forms = lockForms
  .filter(({ since = 14 }) => since <= major)
  .map((form) => ({ ...form, ...(major < 18 ? form.before18 : undefined) }));

const config: MigrationsConfig = {
  directories: ['/nowhere'],
  table: 'pgmigrations',
  tableSchema: 'public',
  schemas: ['public'],
  createSchemas: [],
  decamelize: 'off',
  checkOrder: 'enforced',
} as unknown as MigrationsConfig;

function migrationOf(
  name: string,
  { up, down, transaction }: Pick<LockForm, 'up' | 'down' | 'transaction'>,
): Migration {
  const action =
    (sql: string): Migration['up'] =>
    (pgm) => {
      if (transaction === 'none') pgm.noTransaction();
      pgm.sql(sql);
    };
  const rollback = { kind: 'written', action: action(down) } as const;
  return {
    name,
    path: `/nowhere/${name}.js`,
    downPath: undefined,
    timestamp: 0,
    up: action(up),
    down: rollback,
    shorthands: {},
  };
}

/** Each form is followed by a migration that reverts it, so that all can use the same tables. */
const chain = [
  migrationOf('fixture', { up: fixture, down: '' }),
  ...forms.flatMap((form, number) => [
    migrationOf(`form ${number}`, form),
    migrationOf(`revert ${number}`, { ...form, up: form.down }),
  ]),
];

let effects: ReadonlyMap<string, MigrationEffects>;
let scratch: Scratch;
let beside: Session;

beforeAll(async () => {
  const observed = await observeEffects({
    database: server,
    config,
    limits: {},
    signal: uninterruptible,
    migrations: chain,
    chosen: new Set(forms.map((_, number) => `form ${number}`)),
    clusterChanges: 'allowed',
    advice: '',
  });
  effects = new Map(observed.map((one) => [one.migration.name, one]));
  scratch = await createScratch();
  await scratch.session.query(fixture);
  beside = await scratch.database.connect();
});

afterAll(async () => {
  await beside.close();
  await scratch.drop();
});

function describeEffects(step: StepEffects | undefined): readonly string[] {
  const short = (name: string) => name.replace(/^public\./, '').replace(/ on .*/, '');
  return (step?.statements ?? []).map((statement) => {
    const parts = [
      ['', statement.locks.map(({ mode, relation }) => `${mode} ${short(relation)}`)],
      ['rewrites ', statement.rewrites.map(short)],
      ['scans ', statement.scans.map(short)],
      ['builds ', statement.indexes.map(short)],
      ['validates ', statement.validated.map(short)],
    ] as const;
    return parts
      .flatMap(([word, names]) => (names.length > 0 ? [`${word}${names.join(', ')}`] : []))
      .join('; ');
  });
}

it.each(forms.map((form, number) => [form.up, form.down, number] as const))(
  'records the effects of %s and of %s',
  (_up, _down, number) => {
    const form = forms[number];
    const observed = effects.get(`form ${number}`);
    expect(observed?.failure?.error.message).toBeUndefined();
    expect(describeEffects(observed?.up)).toEqual(form?.upEffects);
    expect(describeEffects(observed?.down)).toEqual(form?.downEffects);
  },
);

/** The names of all relations by OID, read before a statement. */
async function readNames(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<{ oid: string; name: string }>(
    `SELECT c.oid::text, c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relnamespace::regnamespace::text IN ('public', 'archive')`,
  );
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

/** The strongest lock on each existing relation, as seen by another session while the transaction is open. */
async function locksSeen(running: Session, sql: string): Promise<readonly string[]> {
  const names = await readNames(running);
  await running.query('BEGIN');
  await running.query(sql);
  const { rows } = await beside.query<{ oid: string; mode: string }>(
    `SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = $1 AND locktype = 'relation' AND granted`,
    [running.pid],
  );
  await running.query('COMMIT');
  const strongest = new Map<string, LockMode>();
  for (const { oid, mode: serverName } of rows) {
    const [name, mode] = [names.get(oid), parseLockMode(serverName)];
    const known = name === undefined ? undefined : strongest.get(name);
    if (name !== undefined && mode && (!known || isStronger(mode, known))) strongest.set(name, mode);
  }
  return [...strongest].map(([name, mode]) => `${mode} ${name}`).sort();
}

/** The strongest lock on each relation over all statements of a step. */
function locksRecorded(step: StepEffects | undefined): readonly string[] {
  const strongest = new Map<string, LockMode>();
  for (const { relation, mode } of step?.statements.flatMap(({ locks }) => locks) ?? []) {
    const known = strongest.get(relation);
    if (!known || isStronger(mode, known)) strongest.set(relation, mode);
  }
  return [...strongest].map(([name, mode]) => `${mode} ${name.replace(/^public\./, '')}`).sort();
}

it('the recorded locks are those that another session sees while a transaction is open', async () => {
  for (const [number, { up, down, transaction }] of forms.entries()) {
    if (transaction === 'none') continue;
    const observed = effects.get(`form ${number}`);
    const isCaught = up.includes('EXCEPTION');
    const seen = { up: await locksSeen(scratch.session, up), down: await locksSeen(scratch.session, down) };
    expect({
      form: up,
      up: isCaught ? [] : locksRecorded(observed?.up),
      down: locksRecorded(observed?.down),
    }).toEqual({
      form: up,
      ...seen,
    });
  }
});
