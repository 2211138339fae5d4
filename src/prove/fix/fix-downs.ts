import { stopIfInterrupted } from '../../database/interruption.js';
import { MigrationFileError } from '../../errors.js';
import type { Migration } from '../../migrations/migration.js';
import { loadSqlParser } from '../../sql-text/parser.js';
import { isFinding, type Fix, type MigrationProof, type ProofReport } from '../proof-report.js';
import type { ProveOptions } from '../prove.js';
import { editMigration, type EditedMigration, type Texts } from './edit-migration.js';
import { fixabilityOf, type FixMode, type RepairStatements } from './fixability.js';
import { NotEditable } from './not-editable.js';
import { acceptEdit } from './accept-edit.js';
import type { ProjectFolders } from './project-folders.js';
import { proveEdits, proveWithoutDowns } from './prove-edits.js';
import { assertWritable, writeEdit } from './write-edit.js';

export interface FixOptions {
  readonly proving: ProveOptions;
  readonly mode: FixMode;
  /** Whether files are changed. */
  readonly files: 'written' | 'kept';
  readonly folders: ProjectFolders;
  readonly texts: Texts;
}

/**
 * Writes the repairs of a report into the downs of their files. An edit is kept only if the proof of the edited file
 * finds no traces. Returns the report with what was done; a fixed migration has its new proof.
 */
export async function fixDowns(report: ProofReport, options: FixOptions): Promise<ProofReport> {
  await loadSqlParser();
  const attempts = new Map<string, Attempt>();
  const candidates = report.migrations.flatMap((proof) => candidateOf(proof, options, attempts));
  for (const way of ['add', 'replace'] as const) {
    const trying = candidates.filter(
      ({ proof, ways }) => ways.includes(way) && !isDone(attempts.get(proof.name)),
    );
    for (const [name, attempt] of await tryAll(trying, way, options))
      if (isBetter(attempt, attempts.get(name))) attempts.set(name, attempt);
  }
  const migrations = [];
  for (const proof of report.migrations)
    migrations.push(await settle(proof, attempts.get(proof.name), options));
  const { strict } = options.proving;
  const isFound = migrations.some((proof) => isFinding(proof, { strict }));
  return { ...report, migrations, verdict: isFound ? 'not-reversible' : 'reversible' };
}

interface Candidate {
  readonly proof: MigrationProof;
  readonly migration: Migration;
  readonly ways: readonly RepairStatements[];
}

type Attempt =
  | {
      readonly outcome: 'proven';
      readonly way: RepairStatements;
      readonly edited: EditedMigration;
      readonly proven: MigrationProof;
    }
  | { readonly outcome: 'failed'; readonly reason: string };

/** Nothing for a migration that needs no fix; notes the reason for one that cannot be fixed. */
function candidateOf(
  proof: MigrationProof,
  { proving, mode }: FixOptions,
  attempts: Map<string, Attempt>,
): readonly Candidate[] {
  const migration = proving.migrations.find(({ name }) => name === proof.name);
  const isOfOrder = proof.verdict === 'reorders-columns';
  if (!migration || proof.verdict === 'not-run' || (!isOfOrder && !isFinding(proof, proving))) return [];
  const fixability = fixabilityOf(proof, migration, mode);
  if (fixability.kind === 'fixable') return [{ proof, migration, ways: fixability.ways }];
  attempts.set(proof.name, { outcome: 'failed', reason: fixability.reason });
  return [];
}

/** Another down may keep the rows that one with added statements loses. */
function isDone(attempt: Attempt | undefined): boolean {
  return attempt?.outcome === 'proven' && attempt.proven.verdict !== 'loses-data';
}

function isBetter(attempt: Attempt, before: Attempt | undefined): boolean {
  return before?.outcome !== 'proven' || isDone(attempt);
}

/** Edits and proves all candidates in one way. */
async function tryAll(
  candidates: readonly Candidate[],
  way: RepairStatements,
  options: FixOptions,
): Promise<ReadonlyMap<string, Attempt>> {
  const attempts = new Map<string, Attempt>();
  const edits: EditedMigration[] = [];
  const statements = await statementsFor(candidates, way, options);
  for (const { migration } of candidates) {
    try {
      edits.push(await edit(migration, { way, found: statements.get(migration.name) }, options));
    } catch (error) {
      attempts.set(migration.name, { outcome: 'failed', reason: reasonOf(error) });
    }
  }
  const proofs = await proveEdits(edits, options.proving);
  for (const edited of edits) {
    const { name } = edited.migration;
    const candidate = candidates.find(({ proof }) => proof.name === name);
    const proven = proofs.get(name);
    if (candidate && proven) attempts.set(name, judged({ candidate, way, edited, proven }));
  }
  return attempts;
}

/** The proofs whose repairs are to be written: as found, or for a whole down, without what the down does. */
async function statementsFor(
  candidates: readonly Candidate[],
  way: RepairStatements,
  { proving }: FixOptions,
): Promise<ReadonlyMap<string, MigrationProof>> {
  if (way === 'add') return new Map(candidates.map(({ proof }) => [proof.name, proof]));
  return proveWithoutDowns(
    candidates.map(({ migration }) => migration),
    proving,
  );
}

interface Wanted {
  readonly way: RepairStatements;
  readonly found: MigrationProof | undefined;
}

async function edit(
  migration: Migration,
  { way, found }: Wanted,
  options: FixOptions,
): Promise<EditedMigration> {
  const { notRepaired = [], repairStatements } = found ?? {};
  const [limit] = notRepaired;
  if (limit) throw new NotEditable(`no SQL restores ${limit.kind} ${limit.name}: ${limit.reason}`);
  if (!repairStatements)
    throw new NotEditable('its up changes nothing in the catalog that a down could restore');
  const { texts, proving } = options;
  const loading = { texts, tsconfigPaths: proving.config.tsconfigPaths };
  const edited = await editMigration(migration, { kind: way, statements: repairStatements }, loading);
  await assertWritable(edited.edit, options.folders);
  return edited;
}

/** Errors of an edited file, which was loaded before without one, concern the edit. */
function reasonOf(error: unknown): string {
  if (error instanceof NotEditable) return error.message;
  if (error instanceof MigrationFileError) return `after the edit, ${error.message}`;
  throw error;
}

interface ProvenEdit {
  readonly candidate: Candidate;
  readonly way: RepairStatements;
  readonly edited: EditedMigration;
  readonly proven: MigrationProof;
}

function judged({ candidate, way, edited, proven }: ProvenEdit): Attempt {
  const reason = acceptEdit(proven, { way, down: candidate.migration.down });
  return reason === undefined ? { outcome: 'proven', way, edited, proven } : { outcome: 'failed', reason };
}

/** Writes the file, if it is to be written. */
async function settle(
  proof: MigrationProof,
  attempt: Attempt | undefined,
  { files, folders, proving }: FixOptions,
): Promise<MigrationProof> {
  if (!attempt) return proof;
  if (attempt.outcome === 'failed')
    return { ...proof, fix: { outcome: 'not-fixed', reason: attempt.reason } };
  const { proven, edited } = attempt;
  const fix = { how: howOf(attempt, proving), edit: edited.edit, found: proof, proven };
  if (files === 'kept') return { ...proof, fix: { outcome: 'proposed', ...fix } };
  stopIfInterrupted(proving.signal);
  try {
    await writeEdit(edited.edit, folders);
    return { ...proven, fix: { outcome: 'fixed', ...fix } };
  } catch (error) {
    return { ...proof, fix: { outcome: 'not-fixed', reason: reasonOf(error) } };
  }
}

type HowFixed = Exclude<Fix, { outcome: 'not-fixed' }>['how'];

function howOf(
  { way, edited }: Extract<Attempt, { outcome: 'proven' }>,
  { migrations }: ProveOptions,
): HowFixed {
  const before = migrations.find(({ name }) => name === edited.migration.name)?.down.kind;
  if (before !== 'written') return 'written';
  return way === 'add' ? 'added' : 'rewritten';
}
