import type { MigrationsConfig } from '../../../src/config/config.js';
import type { MigrationEffects } from '../../../src/effects/observe-effects.js';
import type { Finding } from '../../../src/lint/finding.js';
import { lint, type LintOptions } from '../../../src/lint/lint.js';
import type { LintedMigration } from '../../../src/lint/lint-report.js';
import type { Example } from '../../../src/lint/rules/rule.js';
import type { Action, Migration } from '../../../src/migrations/migration.js';

export const directions = ['up', 'down'] as const;

export const config: MigrationsConfig = {
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

/** A migration with one `pgm.sql` for the up and one for the down. */
export function migrationOf(
  name: string,
  { up, down, transaction }: Omit<Example, 'before' | 'released'>,
): Migration {
  const path = `/project/migrations/${name}.ts`;
  const action =
    (sql: string): Action =>
    (pgm) => {
      if (transaction === 'none') pgm.noTransaction();
      if (sql !== '') pgm.sql(sql);
    };
  const written = down === undefined ? undefined : action(down);
  return {
    name,
    path,
    downPath: undefined,
    timestamp: 1,
    shorthands: {},
    up: action(up),
    down: written ? { kind: 'written', action: written } : { kind: 'disabled' },
  };
}

interface LintExample extends Partial<Omit<LintOptions, 'migrations'>> {
  readonly trace?: (migration: Migration) => readonly MigrationEffects[];
}

/** Lints an example as the last migration, after one with the statements of `before` and one of `released`. */
export async function lintExample(
  { before = '', released = '', ...example }: Example,
  { trace, ...options }: LintExample = {},
): Promise<LintedMigration> {
  const migration = migrationOf('2_example', example);
  const linted = await lint({
    migrations: [
      migrationOf('1_before', { up: before }),
      migrationOf('1_released', { up: released }),
      migration,
    ],
    chosen: new Set(['1_released', '2_example']),
    config,
    lockTimeout: 2000,
    rules: {},
    ...options,
    ...(trace ? { effects: trace(migration) } : {}),
  });
  const last = linted.at(-1);
  if (!last) throw new Error('the example was not linted');
  return last;
}

/** Prints a finding as `up index-not-concurrent public.users`. */
export function printFinding({ direction, rule, relation }: Finding): string {
  return [direction, rule, ...(relation === undefined ? [] : [relation])].join(' ');
}

/** The errors and warnings about an up with this SQL, such as `index-not-concurrent public.users`. */
export async function findingsIn(up: string, before = ''): Promise<readonly string[]> {
  const { findings } = await lintExample({ before, up });
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => printFinding(finding).replace(/^up /, ''));
}
