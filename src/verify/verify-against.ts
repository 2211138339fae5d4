import { performance } from 'node:perf_hooks';
import { RefusedError } from '../errors.js';
import type { Database } from '../database/session.js';
import type { MigrationsConfig } from '../config/config.js';
import type { SessionOptions } from '../database/session.js';
import { comparableSides } from './comparable-sides.js';
import type { IgnoreRule } from './ignore-rules.js';
import { readDatabaseState, type DatabaseState } from '../database-state/read-database-state.js';
import { reportOn } from './report-on.js';
import type { VerifyReport } from './verify-report.js';

export interface VerifyAgainstOptions {
  /** Both databases are only read. */
  readonly database: Database;
  readonly against: Database;
  readonly config: MigrationsConfig;
  readonly limits?: SessionOptions;
  readonly rules: readonly IgnoreRule[];
}

/**
 * Compares two live databases: their catalogs, and their applied migrations.
 * @throws RefusedError when their servers have different major versions
 */
export async function verifyAgainst(options: VerifyAgainstOptions): Promise<VerifyReport> {
  const { database, against, config, limits = {}, rules } = options;
  const started = performance.now();
  assertSameMajor(database, against);
  const [here, there] = await Promise.all(
    [database, against].map((one) => readDatabaseState(one, { config, limits })),
  );
  if (!here || !there) throw new Error('two databases were read');
  return reportOn(here, {
    comparable: comparableSides(here, there),
    with: {
      kind: 'database',
      label: there.label,
      server: there.server,
      role: there.role.name,
      onlyHere: onlyIn(here, there),
      onlyThere: onlyIn(there, here),
    },
    notes: notesOn(here, there),
    unreadable: [...here.unreadable, ...there.unreadable],
    notCompared: [...new Set([...here.notCompared, ...there.notCompared])].sort(),
    rules,
    started,
  });
}

function assertSameMajor({ server: here }: Database, { server: there }: Database): void {
  if (here.major === there.major) return;
  throw new RefusedError(
    `one server is PostgreSQL ${here.version}, the other ${there.version}: both must have the same major version`,
    { remedy: 'Verify each against its migrations instead: roundtrip verify --database-url URL.' },
  );
}

function onlyIn({ applied }: DatabaseState, { applied: other }: DatabaseState): readonly string[] {
  const names = new Set(other.map(({ name }) => name));
  return applied.map(({ name }) => name).filter((name) => !names.has(name));
}

/** As a rule, the order of application affects nothing but the order of columns. */
function notesOn(here: DatabaseState, there: DatabaseState): readonly string[] {
  const common = (one: DatabaseState, other: DatabaseState) => {
    const only = new Set(onlyIn(one, other));
    return one.applied.map(({ name }) => name).filter((name) => !only.has(name));
  };
  const isSameOrder = common(here, there).join('\n') === common(there, here).join('\n');
  return isSameOrder ? [] : ['the migrations were applied in a different order'];
}
