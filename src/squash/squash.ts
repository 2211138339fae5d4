import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { withScratchDatabases } from '../database/scratch.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import { RefusedError, UsageError } from '../errors.js';
import { findByName } from '../migrations/find-by-name.js';
import { findLanguage, type FolderLanguage } from '../migrations/language.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { loadSource } from '../migrations/load-source.js';
import type { Migration } from '../migrations/migration.js';
import {
  byOrder,
  findMigrationFiles,
  timestampOf,
  type MigrationFile,
} from '../migrations/migration-file.js';
import { readReplaced, replacedLines, type Replaced } from '../migrations/replaced-migrations.js';
import { readExtensionDefaults, type ExtensionDefaults } from '../pairs/for-empty-database.js';
import type { PlannedPair } from '../pairs/plan-pair.js';
import { pairText } from '../pairs/write/pair-text.js';
import { readAllRows } from '../rows/all-rows.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { asScratchServer, guardOf } from '../scratch-run/scratch-server.js';
import { readCarriedRows, type CarriedRows } from './carried-rows.js';
import { folderOf, movesOf, writeAndMove } from './move-files.js';
import { planSquash } from './plan-squash.js';
import { setPositions } from './positions.js';
import {
  findVarying,
  proveSquash,
  readHistory,
  type History,
  type SquashPlace,
  type SquashProgress,
  type Varying,
} from './prove-squash.js';
import type { SquashReport } from './squash-report.js';
import type { SquashedState } from './squashed-state.js';

export interface SquashOptions {
  /** A server for scratch databases. */
  readonly server: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  /** The last migration to replace; all unless given. */
  readonly to: string | undefined;
  /** Largest number of rows of a table that the file may insert. */
  readonly maxRows: number;
  readonly clusterChanges: ClusterGuard['changes'];
  readonly mode: 'write' | 'dry run';
  readonly progress?: SquashProgress | undefined;
  /** Changes the text before it is proven; for tests. */
  readonly edit?: (text: string) => string;
}

/**
 * Replaces the first migrations of a project by one that is proven to be equal to them.
 *
 * @throws UsageError when there is nothing to replace
 * @throws RefusedError when a table has too many rows, or a migration changes objects outside of its database
 * @throws StatementError when a migration fails
 */
export async function squash(options: SquashOptions): Promise<SquashReport> {
  const chosen = await chooseMigrations(options);
  const report = await withScratchDatabases(options.server, async (scratch) => {
    const { server, config, signal, clusterChanges: changes, progress } = options;
    const clusterGuard = await guardOf(asScratchServer(server), { advice: clusterAdvice, changes });
    const run = { config: config.migrations, limits: statementLimits(config.limits), clusterGuard };
    return planAndProve({ server, scratch, signal, progress, run }, { ...options, ...chosen });
  });
  if (report.verdict === 'squashed') writeAndMove(report, movesOf(chosen.files, report.name));
  return report;
}

const clusterAdvice =
  'Squash on the embedded server with --embedded, or allow it on this server with --allow-cluster-changes.';

interface Chosen {
  /** Files of the migrations that are replaced, in order. */
  readonly files: readonly MigrationFile[];
  readonly old: readonly Migration[];
  readonly later: readonly Migration[];
  readonly replaced: readonly Replaced[];
  /** Name of the new migration. */
  readonly name: string;
  /** Language of the last of them. */
  readonly folder: FolderLanguage;
}

async function chooseMigrations({ config, to }: SquashOptions): Promise<Chosen> {
  const files = await findMigrationFiles(config.migrations);
  const last = to === undefined ? files.at(-1) : findByName(files, to);
  const count = last === undefined ? 0 : files.indexOf(last) + 1;
  if (last === undefined || count < 2) {
    throw new UsageError(`there ${count === 1 ? 'is only one migration' : 'are no migrations'} to squash`, {
      remedy: 'Nothing was changed. Give a later migration with --to NAME; roundtrip status lists them.',
    });
  }
  const migrations = await loadMigrations(files, config.migrations);
  const old = files.slice(0, count);
  return {
    files: old,
    old: migrations.slice(0, count),
    later: migrations.slice(count),
    replaced: await replacedBy(old),
    name: nameAfter(last, files[count]),
    folder: await findLanguage(old.map(({ path }) => ({ directory: dirname(path), name: basename(path) }))),
  };
}

/** Also names what an earlier squashed migration, which is now replaced, had replaced. */
async function replacedBy(files: readonly MigrationFile[]): Promise<readonly Replaced[]> {
  const replaced: Replaced[] = [];
  for (const { name, path } of files) {
    const inner = readReplaced(await readFile(path, 'utf8'));
    replaced.push({ name }, ...inner.map((one) => ({ name: one.name, in: name })));
  }
  return replaced;
}

/** The new migration takes the place of the last one, before the next one. */
function nameAfter(last: MigrationFile, next: MigrationFile | undefined): string {
  const digits = /^\d+/.exec(last.name)?.[0] ?? '';
  const short = `${digits}_squashed`;
  const asFile = { ...last, name: short, timestamp: timestampOf(short) };
  const isFree = short !== last.name && (next === undefined || byOrder(asFile, next) < 0);
  return isFree ? short : `${last.name}_squashed`;
}

type Squashing = SquashOptions & Chosen;

interface Read {
  readonly runner: string;
  readonly extensions: ExtensionDefaults;
  readonly rows: readonly CarriedRows[];
}

async function planAndProve(place: SquashPlace, squashing: Squashing): Promise<SquashReport> {
  const { old, later, server } = squashing;
  const history = await readHistory(place, { old, later }, (run) => readContents(run, squashing));
  const varying = await readVarying(place, squashing, history);
  const { runner, extensions, rows } = history.result;
  const pair = planSquash(history.empty.catalog, history.whole.catalog, {
    major: server.server.major,
    role: runner,
    extensions,
    contents: [...rows.flatMap(({ statements }) => statements), ...setPositions(history.whole.sequences)],
  });
  const report = await startReport(pair, { squashing, history, varying });
  if (report.limits.length > 0) return { ...report, verdict: 'not-equal' };
  const source = { files: [{ name: report.path, text: report.text }] };
  const migration = await loadSource(report.name, source, { ...squashing.config.migrations, shorthands: {} });
  const differences = await proveSquash(place, { squash: migration, later, history, varying });
  const proven = squashing.mode === 'write' ? 'squashed' : 'planned';
  return { ...report, differences, verdict: differences.length > 0 ? 'not-equal' : proven };
}

async function readContents(run: ScratchRun, { maxRows }: Squashing): Promise<Read> {
  const session = run.catalogSession;
  const tables = await tablesToCarry(run, maxRows);
  return {
    runner: (await readRoleFacts(session, run.config)).name,
    extensions: await readExtensionDefaults(session),
    // The sessions of the run send queries ahead, which COPY does not allow.
    rows: await withSession(run.database, (own) => readCarriedRows(own, tables)),
  };
}

/** Tables of extensions are filled by their scripts. */
async function tablesToCarry(run: ScratchRun, maxRows: number): Promise<readonly string[]> {
  const filled = await readAllRows(run.catalogSession, run.config);
  const own = [...filled.values()].filter(({ table }) => run.objects.has(`table ${table}`));
  const large = own.filter(({ count }) => count > maxRows);
  if (large.length > 0) {
    const names = large.map(({ table, count }) => `${table} (${count} rows)`).join(', ');
    throw new RefusedError(`migrations fill more than ${maxRows} rows into ${names}`, {
      remedy:
        'Nothing was changed. Allow more with --max-rows N, or squash to an earlier migration with --to NAME.',
    });
  }
  return own.map(({ table }) => table).sort();
}

/** Without rows, two runs cannot differ in them. */
async function readVarying(
  place: SquashPlace,
  { old, later }: Squashing,
  history: History,
): Promise<Varying> {
  const states = [history.whole, ...history.ups, ...history.downs];
  if (!states.some(hasContents)) return { whole: [], ups: [], downs: [] };
  const again = await readHistory(place, { old, later }, () => Promise.resolve(undefined));
  return findVarying(history, again);
}

function hasContents({ rows, sequences, views }: SquashedState): boolean {
  return rows.size + sequences.size + views.size > 0;
}

interface Planned {
  readonly squashing: Squashing;
  readonly history: History & { readonly result: Read };
  readonly varying: Varying;
}

async function startReport(
  pair: PlannedPair,
  { squashing, history, varying }: Planned,
): Promise<Omit<SquashReport, 'verdict'>> {
  const { name, files, folder, later, replaced, server, edit = (text: string) => text } = squashing;
  const directory = dirname(files.at(-1)?.path ?? '');
  const header = headerOf(replaced, files);
  const text = await pairText({ ...pair, transaction: 'one' }, { ...folder, header });
  return {
    server: server.server,
    name,
    path: join(directory, `${name}.${folder.language}`),
    text: edit(text),
    replaces: files.map((file) => file.name),
    folders: [...new Set(files.map(({ path }) => folderOf(dirname(path), name)))],
    later: later.map((migration) => migration.name),
    objects: history.whole.catalog.size,
    rows: history.result.rows.map(({ table, count }) => ({ table, count })),
    varying: varying.whole,
    limits: [...pair.up.limits, ...pair.down.limits],
    differences: [],
  };
}

function headerOf(replaced: readonly Replaced[], files: readonly MigrationFile[]): readonly string[] {
  return [
    `One migration instead of ${files.length}, written by roundtrip squash and proven equal to them.`,
    'Its down removes everything that they created, with all rows.',
    'Databases that have all of these count as having it; keep the lines:',
    ...replacedLines(replaced),
  ];
}
