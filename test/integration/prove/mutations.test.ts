import { fileURLToPath } from 'node:url';
import { readConfig, type MigrationsConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { sqlOf } from '../../../src/migrations/engine.js';
import { loadMigrations } from '../../../src/migrations/load-migrations.js';
import type { Migration } from '../../../src/migrations/migration.js';
import { findMigrationFiles } from '../../../src/migrations/migration-file.js';
import { prove } from '../../../src/prove/prove.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let scratch: Scratch;
let config: MigrationsConfig;
let migrations: readonly Migration[];

beforeAll(async () => {
  scratch = await createScratch();
  ({ migrations: config } = await readConfig({ flags: { embedded: true }, env: {}, cwd: root }));
  migrations = await loadMigrations(await findMigrationFiles(config), config);
});

afterAll(() => scratch.drop());

/** An incomplete down, and the part that it lacks. */
interface Mutation {
  readonly lacks: string;
  readonly statements: readonly string[];
}

/** Omits each statement, and each clause of a statement with several clauses. */
function mutationsOf(statements: readonly string[]): readonly Mutation[] {
  return statements.flatMap((statement, index) => {
    const others = (instead: readonly string[]) => statements.toSpliced(index, 1, ...instead);
    const [head = '', ...clauses] = statement.replace(/;\s*$/, '').split(/,?\n\s+(?=DROP )/);
    const withoutClause = (clause: string) =>
      `${head} ${clauses.filter((one) => one !== clause).join(', ')};`;
    return [
      { lacks: statement.trim(), statements: others([]) },
      ...(clauses.length < 2 ? [] : clauses).map((clause) => ({
        lacks: clause,
        statements: others([withoutClause(clause)]),
      })),
    ];
  });
}

function goingDownBy(migration: Migration, { statements }: Mutation, transaction: 'one' | 'none'): Migration {
  return {
    ...migration,
    down: {
      kind: 'written',
      action: (pgm) => {
        if (transaction === 'none') pgm.noTransaction();
        for (const statement of statements) pgm.sql(statement);
      },
    },
  };
}

async function verdictOn(ladder: readonly Migration[]): Promise<string | undefined> {
  const name = ladder.at(-1)?.name ?? '';
  const report = await prove({
    database: scratch.database,
    config,
    migrations: ladder,
    signal: uninterruptible,
    limits: {},
    rows: 'none',
    clusterChanges: 'refused',
    bail: 'off',
    jobs: 1,
    strict: 'off',
    chosen: new Set([name]),
    observer: { step: () => undefined, proven: () => undefined },
  });
  return report.migrations[0]?.verdict;
}

it('the proof detects every statement and clause that is omitted from the downs of the profile suite', async () => {
  const survivors: string[] = [];
  let tried = 0;
  for (const [index, migration] of migrations.entries()) {
    const below = migrations.slice(0, index);
    const { statements, transaction } = await sqlOf(migration, {
      direction: 'down',
      config,
      run: (statement, values) => scratch.session.query(statement, values),
    });
    expect(await verdictOn([...below, goingDownBy(migration, { lacks: '', statements }, transaction)])).toBe(
      'reversible',
    );
    for (const mutation of mutationsOf(statements)) {
      tried += 1;
      const verdict = await verdictOn([...below, goingDownBy(migration, mutation, transaction)]);
      if (verdict !== 'leaves-traces')
        survivors.push(`${migration.name} without ${mutation.lacks}: ${verdict}`);
    }
  }
  expect(survivors).toEqual([]);
  expect(tried).toBeGreaterThanOrEqual(migrations.length + 7);
});
