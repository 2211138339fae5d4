import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { findLanguage, type MigrationLanguage } from '../migrations/language.js';
import { loadTexts } from '../migrations/load-source.js';
import { findNumberedFiles, migrationNameOf, nextNumber } from '../migrations/new-file.js';
import { writeNewFiles } from '../migrations/write-new-files.js';
import { isExact, provePair, type PairProof } from '../pairs/prove-pair.js';
import { planFiles, type FileOptions, type PairFile } from '../pairs/split-files.js';
import { writePair, type WrittenFile } from '../pairs/write/write-pair.js';
import { schemaChanges } from './changes.js';
import { withObserved } from './observed-hazards.js';
import { withComparedStates, type ComparedStates, type CompareOptions } from './compare-with-source.js';
import type { GeneratedFile, GenerateReport } from './generate-report.js';

export interface GenerateOptions extends CompareOptions {
  /** Missing with `--check`, which writes nothing. */
  readonly output?: Output;
}

export interface Output {
  /** Short description of the migration: `add-phone-to-users`. */
  readonly name: string;
  /** That of the last migration unless given. */
  readonly language?: MigrationLanguage;
  readonly locks: NonNullable<FileOptions['locks']>;
  /** Milliseconds since 1970, which become the number in front, unless a migration has a later one. */
  readonly now: number;
}

/**
 * Writes the migration that leads from the state of the migrations to that of the source, with its down. The text
 * of the file is proven first, and nothing is written unless it is exact.
 * @throws UsageError, RefusedError, DatabaseError saying why the states cannot be compared
 */
export async function generate(options: GenerateOptions): Promise<GenerateReport> {
  const started = performance.now();
  const { output } = options;
  if (output) migrationNameOf(output.name);
  const attempt = (calls: Calls) =>
    withComparedStates(options, (states) => generateFrom(states, { ...options, calls }));
  const first = await attempt('builder');
  // A call may mean another statement in a rare case: then SQL is written instead.
  const report = first.verdict === 'not-exact' ? await attempt('sql') : first;
  if (report.verdict === 'generated') await writeNewFiles(report.files);
  return { ...report, milliseconds: performance.now() - started };
}

type Calls = 'builder' | 'sql';

type Attempt = GenerateOptions & { readonly calls: Calls };

async function generateFrom(states: ComparedStates, options: Attempt): Promise<GenerateReport> {
  const { output } = options;
  const unchanged = states.differences.length === 0 && states.renames.length === 0;
  if (unchanged) return reportOn(states, options, { verdict: 'no-changes' });
  if (!output) return reportOn(states, options, { verdict: 'differs' });
  const planned = plan(states, output);
  const proven = await writeAndProve(states, planned, { ...options, output });
  return reportOn(states, options, {
    ...proven,
    verdict: isExact(proven.proof) ? 'generated' : 'not-exact',
    hazards: withObserved(
      planned.flatMap(({ up, down }) => [...up.hazards, ...down.hazards]),
      proven.proof,
    ),
    limits: planned.flatMap(({ up, down }) => [...up.limits, ...down.limits]),
  });
}

/** What is the same in the state that the migrations lead to stays out of the plan, whatever its order. */
function plan({ from, to, role, renames, run }: ComparedStates, { locks }: Output): readonly PairFile[] {
  const { major } = run.database.server;
  return planFiles(from, to, { major, role, renames, locks });
}

interface Proven {
  readonly files: readonly GeneratedFile[];
  readonly proof: PairProof;
}

async function writeAndProve(
  states: ComparedStates,
  planned: readonly PairFile[],
  options: Attempt & { readonly output: Output },
): Promise<Proven> {
  const { config, signal, migrations } = options;
  const written = await textsOf(planned, options);
  const [directory] = config.directories;
  const files = written.map(({ fileName, text }) => ({ path: join(directory, fileName), text }));
  const shorthands = migrations.at(-1)?.shorthands ?? {};
  const loaded = await loadTexts(files, { ...config, shorthands });
  const proof = await provePair(states.run, {
    migrations: loaded,
    wanted: states.to,
    signal,
    observed: states.observed,
  });
  return { files, proof };
}

async function textsOf(
  planned: readonly PairFile[],
  { output, config, calls, migrations }: Attempt & { readonly output: Output },
): Promise<readonly WrittenFile[]> {
  const existing = await findNumberedFiles(config.directories);
  const found = await findLanguage(existing);
  const shorthands = migrations.at(-1)?.shorthands ?? {};
  return writePair(planned, {
    name: migrationNameOf(output.name),
    number: nextNumber(existing, output.now),
    language: output.language ?? found.language,
    form: found.form,
    builder: calls === 'builder' ? { config, shorthands, schema: config.schemas[0] ?? 'public' } : undefined,
  });
}

type Outcome = Pick<GenerateReport, 'verdict'> & Partial<GenerateReport>;

function reportOn(states: ComparedStates, { source }: GenerateOptions, outcome: Outcome): GenerateReport {
  return {
    server: states.run.database.server,
    source: source.label,
    files: [],
    changes: schemaChanges(states.differences, states.renames),
    hazards: [],
    unmanaged: states.unmanaged,
    limits: [],
    proof: undefined,
    reordered: states.reordered,
    milliseconds: 0,
    ...outcome,
  };
}
