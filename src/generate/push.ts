import { diff } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { isOutside } from '../catalog/model/outside.js';
import type { CatalogTrace } from '../catalog/repair/catalog-trace.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { Database } from '../database/session.js';
import { readDatabaseState, type DatabaseState } from '../database-state/read-database-state.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import type { Hazard } from '../pairs/hazards.js';
import { withoutColumnOrder } from '../pairs/prove-pair.js';
import { planFiles, type PairFile } from '../pairs/split-files.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import type { Source, Unmanaged } from '../source/source.js';
import { wantedState } from '../source/wanted-state.js';
import { applyFiles } from './apply-files.js';
import { schemaChanges } from './changes.js';
import { decideRenames, type DecidedRenames, type RenameChoice } from './decide-renames.js';
import type { SchemaChange } from './generate-report.js';

export interface PushOptions {
  /** The embedded database. */
  readonly database: Database;
  readonly source: Source;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly renames: RenameChoice;
  readonly note: (text: string) => void;
  /** Shows the statements to the user; what it throws ends the push before anything has changed. */
  readonly confirm: (plan: PushPlan) => Promise<void>;
}

export interface PushPlan {
  readonly statements: readonly string[];
  readonly changes: readonly SchemaChange[];
  readonly hazards: readonly Omit<Hazard, 'statement'>[];
}

/** The result of `push`. */
export interface PushReport extends PushPlan {
  /** `not-exact`: the statements would not lead to the source, and nothing was changed. */
  readonly verdict: 'pushed' | 'no-changes' | 'not-exact';
  readonly source: string;
  readonly unmanaged: readonly Unmanaged[];
  readonly residual: readonly CatalogTrace[];
}

/**
 * Applies what the source has and the database lacks, and the reverse, in one transaction where PostgreSQL permits it.
 * @throws DatabaseError when a statement fails
 */
export function push(options: PushOptions): Promise<PushReport> {
  const { database, config, signal } = options;
  return withMigrationLock(database, { wait: config.limits.lockWait, signal }, async () => {
    const compared = await compare(options);
    const files = planOf(compared, options);
    const statements = files.flatMap(({ up }) => up.statements);
    const plan = { statements, changes: compared.changes, hazards: files.flatMap(({ up }) => up.hazards) };
    const report = { ...plan, source: options.source.label, unmanaged: compared.unmanaged, residual: [] };
    if (compared.changes.length === 0) return { ...report, statements: [], verdict: 'no-changes' };
    await options.confirm(plan);
    const residual = await applyFiles(files, compared.to, options);
    return { ...report, residual, verdict: residual.length === 0 ? 'pushed' : 'not-exact' };
  });
}

interface Compared extends DecidedRenames {
  readonly from: Snapshot;
  readonly to: Snapshot;
  readonly role: string;
  readonly changes: readonly SchemaChange[];
  readonly unmanaged: readonly Unmanaged[];
}

async function compare(options: PushOptions): Promise<Compared> {
  const { database, source, config, signal, note, renames: choice } = options;
  const limits = statementLimits(config.limits);
  const live = await readDatabaseState(database, { config: config.migrations, limits });
  const scratch = { server: database, place: 'embedded' } as const;
  const schema = await withScratchDatabases(database, (databases) =>
    source.read({
      scratch,
      databases,
      clusterGuard: undefined,
      config: config.migrations,
      limits,
      signal,
      present: live.catalog,
      note,
    }),
  );
  const replayed = {
    catalog: live.catalog,
    baseline: withSurroundings(schema.baseline, live, config),
    runner: live.role.runner,
  };
  const wanted = (present: Snapshot) =>
    wantedState({ source: schema, replayed, present, defaults: live.defaults });
  const decided = await decideRenames({
    present: live.catalog,
    wanted: (present) => wanted(present).wanted,
    choice,
  });
  const { wanted: to, unmanaged } = wanted(decided.renamed);
  const differences = withoutColumnOrder(diff(decided.renamed, to));
  const changes = schemaChanges(differences, decided.renames);
  return { ...decided, from: live.catalog, to, role: live.role.name, changes, unmanaged };
}

/** Adds what is not the concern of a source unless it changes it: the schema of the migrations table, roles. */
function withSurroundings(baseline: Snapshot, { catalog }: DatabaseState, { migrations }: Config): Snapshot {
  const schema = catalog.get(keyOf({ kind: 'schema', name: migrations.tableSchema }));
  const outside = [...catalog.values()].filter(isOutside);
  return toSnapshot([...baseline.values(), ...outside, ...(schema ? [schema] : [])]);
}

function planOf({ from, to, role, renames }: Compared, { database }: PushOptions): readonly PairFile[] {
  return planFiles(from, to, { major: database.server.major, role, renames });
}
