import { relative } from 'node:path';
import type { RepairLimit } from '../../catalog/repair/plan-repair.js';
import type { ServerInfo } from '../../database/session.js';
import { commuteToJson, type CommuteResult } from './commute.js';
import type { BranchChecks } from './file-options.js';
import { diffOf } from './fix.js';
import type { ShardInfo } from './shard.js';
import { orderToJson, type OrderResult } from './order.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
import type {
  Acceptance,
  Fix,
  MigrationProof,
  Milliseconds,
  ProjectAcceptance,
  ProofError,
  ProofReport,
  RowsCompared,
  Trace,
  Verdict,
} from '../../prove/proof-report.js';
import type { KeptInProof } from '../../prove/proof-report.js';
import { stepToJson, type StatementResult } from '../effects/json.js';
import { roundMilliseconds } from '../text/format-number.js';

/** Output of `prove --json`; docs/json.md describes each field. */
export interface ProveResult {
  readonly format: 'roundtrip.prove/1';
  readonly verdict: ProofReport['verdict'];
  readonly server: Pick<ServerInfo, 'version' | 'kind'>;
  readonly migrations: readonly ProvenMigration[];
  readonly compared: Pick<ProofReport, 'objects' | 'rows' | 'notCompared'>;
  readonly milliseconds: number;
  /** How many of the proofs an earlier run made, and when it made the first of them, in ISO 8601. */
  readonly known?: ProofReport['known'];
  /** With `--changed`: whether the migrations of the branch come after those of the main branch. */
  readonly order?: OrderResult;
  /** With `--commute`: whether they give the same schema before and after those that came to the main branch. */
  readonly commute?: CommuteResult;
  /** With `--shard`: which part of the proof this is. */
  readonly shard?: ShardInfo;
}

/** What is reported beside the proof. */
export interface ProofExtras {
  /** Empty without `--locks`. */
  readonly effects?: readonly MigrationEffects[];
  readonly branch?: BranchChecks | undefined;
  readonly shard?: ShardInfo | undefined;
}

/** Lists that would be empty are left out. */
export interface ProvenMigration {
  readonly name: string;
  readonly verdict: Verdict;
  readonly traces: readonly Trace[];
  readonly error?: ProveFailure;
  /** SQL that repairs all traces that can be repaired. */
  readonly repair?: string;
  /** Path from the folder of the project, and 1-based line, of the `down`. */
  readonly file: string;
  readonly line?: number;
  readonly destroys?: readonly { readonly kind: string; readonly name: string }[];
  readonly notRepaired?: readonly RepairLimit[];
  readonly notes?: readonly string[];
  /** What --keep kept in the proof. */
  readonly kept?: readonly KeptInProof[];
  readonly rows?: readonly RowsCompared[];
  readonly accepted?: readonly AcceptedFinding[];
  readonly staleAcceptances?: readonly AcceptedFinding[];
  /** Acceptances of the project, and those that have expired. */
  readonly acceptedByProject?: readonly AcceptedByProject[];
  readonly expiredAcceptances?: readonly AcceptedByProject[];
  /** With `--locks`: the effects of each statement of its up and its down. */
  readonly statements?: readonly StatementResult[];
  readonly milliseconds: Milliseconds;
  /** With `--fix`, for a migration that was not reversible. */
  readonly fix?: ProveFix;
}

/** What `--fix` did; the verdict and traces beside it are those after the fix. */
export type ProveFix =
  | {
      readonly outcome: 'fixed' | 'proposed';
      readonly how: Exclude<Fix, { outcome: 'not-fixed' }>['how'];
      /** Path of the changed file from the folder of the project. */
      readonly file: string;
      /** The change in the format of `diff -u`. */
      readonly diff: string;
      /** What was found before the fix. */
      readonly found: Pick<MigrationProof, 'verdict' | 'traces'>;
      /** What the proof of the changed file finds. */
      readonly proven: Pick<MigrationProof, 'verdict' | 'traces'>;
    }
  | { readonly outcome: 'not-fixed'; readonly reason: string };

export interface ProveFailure extends Omit<ProofError, 'at'> {
  /** Location in the migration, if known; 1-based. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The lines around it, with a mark below the failing part. */
  readonly excerpt?: readonly string[];
}

export interface AcceptedByProject extends Omit<ProjectAcceptance, 'until' | 'state'> {
  /** The last day, `2026-12-31`; `null` where there is none. */
  readonly until: string | null;
}

/** A comment in a migration that accepts a finding. */
export interface AcceptedFinding extends Pick<Acceptance, 'verdict' | 'object' | 'reason' | 'line'> {
  /** Path from the folder of the project. */
  readonly file: string;
}

/** The format of `prove --json`; its first fields are a contract. Paths are relative to `cwd`. */
export function proofToJson(
  report: ProofReport,
  cwd: string,
  { effects = [], branch = {}, shard }: ProofExtras = {},
): ProveResult {
  const byName = new Map(effects.map((one) => [one.migration.name, one]));
  const { verdict, server, migrations, objects, notCompared, rows, milliseconds, known } = report;
  return {
    format: 'roundtrip.prove/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    migrations: migrations.map((proof) => migrationToJson(proof, cwd, byName.get(proof.name))),
    compared: { objects, rows, notCompared },
    milliseconds: roundMilliseconds(milliseconds),
    ...(known ? { known } : {}),
    ...(branch.order ? { order: orderToJson(branch.order, cwd) } : {}),
    ...(branch.commute ? { commute: commuteToJson(branch.commute) } : {}),
    ...(shard ? { shard } : {}),
  };
}

function migrationToJson(
  proof: MigrationProof,
  cwd: string,
  effects: MigrationEffects | undefined,
): ProvenMigration {
  const {
    name,
    verdict,
    traces,
    repair,
    notRepaired = [],
    destroys = [],
    error,
    place,
    notes,
    kept = [],
    rows,
    milliseconds,
  } = proof;
  return {
    name,
    verdict,
    traces,
    ...(error ? { error: errorToJson(error, cwd) } : {}),
    ...(repair === null ? {} : { repair }),
    file: relative(cwd, place.path),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(effects ? { statements: [...stepToJson(effects.up), ...stepToJson(effects.down)] } : {}),
    ...nonEmpty({ destroys, notRepaired, notes, kept, rows, ...acceptancesOf(proof, cwd) }),
    milliseconds: {
      up: round(milliseconds.up),
      down: round(milliseconds.down),
      upAgain: round(milliseconds.upAgain),
      catalog: roundMilliseconds(milliseconds.catalog),
    },
    ...(proof.fix ? { fix: fixToJson(proof.fix, cwd) } : {}),
  };
}

function fixToJson(fix: Fix, cwd: string): ProveFix {
  if (fix.outcome === 'not-fixed') return fix;
  const { outcome, how, edit, found, proven } = fix;
  const result = ({ verdict, traces }: MigrationProof) => ({ verdict, traces });
  return {
    outcome,
    how,
    file: relative(cwd, edit.path),
    diff: `${diffOf(fix, cwd).join('\n')}\n`,
    found: result(found),
    proven: result(proven),
  };
}

function errorToJson(
  { at: { path, line, column, excerpt }, ...error }: ProofError,
  cwd: string,
): ProveFailure {
  return {
    ...error,
    ...(line === undefined ? {} : { file: relative(cwd, path), line }),
    ...(column === undefined ? {} : { column }),
    ...(excerpt.length === 0 ? {} : { excerpt }),
  };
}

function acceptancesOf(proof: MigrationProof, cwd: string) {
  const { accepted, staleAcceptances, acceptedByProject = [], expiredAcceptances = [] } = proof;
  const toJson = ({ verdict, object, reason, path, line }: Acceptance) => ({
    verdict,
    object,
    reason,
    file: relative(cwd, path),
    line,
  });
  return {
    accepted: accepted.map(toJson),
    staleAcceptances: staleAcceptances.map(toJson),
    acceptedByProject: acceptedByProject.map(projectAcceptanceToJson),
    expiredAcceptances: expiredAcceptances.map(projectAcceptanceToJson),
  };
}

function projectAcceptanceToJson({
  verdict,
  object,
  migration,
  reason,
  until,
  source,
}: ProjectAcceptance): AcceptedByProject {
  return { verdict, object, migration, reason, until: until ?? null, source };
}

function nonEmpty<T extends Readonly<Record<string, readonly unknown[]>>>(lists: T): Partial<T> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;
}

function round(milliseconds: number | null): number | null {
  return milliseconds === null ? null : roundMilliseconds(milliseconds);
}
