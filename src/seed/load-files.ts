import { MigrationFileError, RoundtripError, messageOf } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';
import { UserCode } from '../modules/user-code.js';
import type { LoadContext, LoadPlan } from './load-plan.js';
import { listSeedFiles, type SeedFile, type SeedSetOptions } from './seed-files.js';

/** One file of a load set: the rows of one table. */
export interface LoadFile extends Pick<SeedFile, 'name' | 'owns'> {
  /** @throws MigrationFileError when the file fails, or plans what cannot be loaded */
  readonly plan: (context: LoadContext) => LoadPlan;
}

/**
 * Loads a load set in the order of its file names; each exports `load(context)`.
 * @throws UsageError when there is no such set
 * @throws MigrationFileError when a file cannot be loaded or exports no `load`
 */
export async function readLoadSet(options: SeedSetOptions): Promise<readonly LoadFile[]> {
  const importFile = createModuleLoader(options);
  const files: LoadFile[] = [];
  for (const { name, path } of await listSeedFiles(options)) {
    if (name.endsWith('.sql')) throw noLoad(name);
    const { load, owns = {} } = await importFile(path);
    if (typeof load !== 'function') throw noLoad(name);
    const plan = planner(name, load as (context: LoadContext) => LoadPlan);
    files.push({ name, owns: owns as LoadFile['owns'], plan });
  }
  return files;
}

function noLoad(name: string): MigrationFileError {
  return new MigrationFileError(`${name} exports no function "load"`, {
    remedy: 'Each file of a set for --scale plans the rows of one table: see docs/seeds.md.',
  });
}

function planner(name: string, load: (context: LoadContext) => LoadPlan): LoadFile['plan'] {
  const code = new UserCode({ paths: [] });
  return (context) => {
    const { plan, wrong } = tryPlan(name, () =>
      code.runAtOnce(() => {
        const made = load(context);
        return { plan: made, wrong: wrongIn(made) };
      }),
    );
    if (wrong) throw new MigrationFileError(`${name}: ${wrong}`, { remedy: 'See docs/seeds.md.' });
    return plan;
  };
}

function tryPlan<T>(name: string, load: () => T): T {
  try {
    return load();
  } catch (cause) {
    if (cause instanceof RoundtripError) throw cause;
    const reason = messageOf(cause);
    throw new MigrationFileError(`${name} failed to plan its rows: ${reason}`, { cause });
  }
}

/** Returns what is invalid in a plan; its file may be untyped. */
function wrongIn(plan: Partial<LoadPlan> | undefined): string | undefined {
  const { table, key, columns, count, row } = plan ?? {};
  if (typeof table !== 'string' || typeof key !== 'string') return 'load() returns no table and key';
  if (!Array.isArray(columns)) return 'load() returns no columns';
  if (columns.includes(key)) return `columns has the key ${key}, which roundtrip fills`;
  if (!Number.isSafeInteger(count) || Number(count) < 0) return 'count is not a valid number of rows';
  if (typeof row !== 'function') return 'load() returns no function row';
  if (Number(count) === 0) return undefined;
  const values: readonly unknown[] = row(0);
  if (values.includes(undefined)) return 'row(0): a value is undefined; NULL is null';
  return values.length === columns.length
    ? undefined
    : `row(0) has ${values.length} values for ${columns.length} columns`;
}
