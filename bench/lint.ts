// Usage: npm run bench:lint [-- MIGRATIONS]
// Prints the time of lint for this number of migrations (default: 1000) without a scratch run, and for the first
// hundred of them with a scratch run, compared with a proof of the same migrations.
import { performance } from 'node:perf_hooks';
import type { MigrationsConfig } from '../src/config/config.js';
import { uninterruptible } from '../src/database/interruption.js';
import { observeEffects } from '../src/effects/observe-effects.js';
import { lint } from '../src/lint/lint.js';
import { exportsOfSql } from '../src/migrations/load-migrations.js';
import type { Migration } from '../src/migrations/migration.js';
import { prove } from '../src/prove/prove.js';
import { withServer } from './bench-server.js';
import { print, seconds } from './print.js';

const config: MigrationsConfig = {
  directories: ['/project/migrations'],
  table: 'pgmigrations',
  tableSchema: 'public',
  schemas: ['public'],
  createSchemas: [],
  ignorePattern: undefined,
  checkOrder: 'enforced',
  decamelize: 'off',
  tsconfigPaths: undefined,
};

/** Each migration creates a table, or changes the table that the previous migration created. */
function migrationOf(number: number): Migration {
  const name = `${number}_step`;
  const path = `/project/migrations/${name}.sql`;
  const table = `t${number - (number % 2)}`;
  const [up, down] =
    number % 2 === 0
      ? [`CREATE TABLE ${table} (id bigint PRIMARY KEY, name text)`, `DROP TABLE ${table}`]
      : [
          `ALTER TABLE ${table} ADD COLUMN note text; CREATE INDEX ${table}_idx ON ${table} (name)`,
          `DROP INDEX ${table}_idx; ALTER TABLE ${table} DROP COLUMN note`,
        ];
  const content = `-- Up Migration\n${up};\n-- Down Migration\n${down};\n`;
  return {
    name,
    path,
    downPath: undefined,
    timestamp: number,
    ...exportsOfSql({ path, content, downPath: undefined, down: undefined }),
  };
}

async function timed<T>(
  action: () => Promise<T>,
): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const started = performance.now();
  const result = await action();
  return { result, milliseconds: performance.now() - started };
}

async function main(total: number): Promise<void> {
  const migrations = Array.from({ length: total }, (_, number) => migrationOf(number));
  const options = { config, lockTimeout: 2000, rules: {} };
  const all = await timed(() => lint({ ...options, ...chosenOf(migrations) }));
  print(`lint --no-trace, ${total} migrations: ${seconds(all.milliseconds)}`);
  await withServer(undefined, async ({ database }) => {
    const some = chosenOf(migrations.slice(0, 100));
    const shared = {
      ...some,
      database,
      config,
      limits: {},
      signal: uninterruptible,
      clusterChanges: 'refused',
    } as const;
    const proof = await timed(() => prove({ ...shared, ...proving }));
    const traced = await timed(async () => {
      const effects = await observeEffects({ ...shared, advice: '' });
      return lint({ ...options, ...some, effects });
    });
    const ratio = traced.milliseconds / proof.milliseconds;
    print(`lint with a trace ÷ prove, ${some.migrations.length} migrations: ${ratio.toFixed(2)}`);
  });
}

const proving = {
  rows: 'generate',
  bail: 'off',
  jobs: 1,
  strict: 'off',
  observer: { step: () => undefined, proven: () => undefined },
} as const;

function chosenOf(migrations: readonly Migration[]) {
  return { migrations, chosen: new Set(migrations.map(({ name }) => name)) };
}

await main(Number(process.argv[2] ?? 1000));
