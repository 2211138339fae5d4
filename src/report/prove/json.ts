import { relative } from 'node:path';
import type { RepairLimit } from '../../catalog/repair/plan-repair.js';
import type { ServerInfo } from '../../database/session.js';
import type {
  Acceptance,
  MigrationProof,
  Milliseconds,
  ProjectAcceptance,
  ProofError,
  ProofReport,
  RowsCompared,
  Trace,
  Verdict,
} from '../../prove/proof-report.js';

/** Output of `prove --json`; docs/json.md describes each field. */
export interface ProveResult {
  readonly format: 'roundtrip.prove/1';
  readonly verdict: ProofReport['verdict'];
  readonly server: Pick<ServerInfo, 'version' | 'kind'>;
  readonly migrations: readonly ProvenMigration[];
  readonly compared: Pick<ProofReport, 'objects' | 'rows' | 'notCompared'>;
  readonly milliseconds: number;
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
  readonly rows?: readonly RowsCompared[];
  readonly accepted?: readonly AcceptedFinding[];
  readonly staleAcceptances?: readonly AcceptedFinding[];
  /** Acceptances of the project, and those that have expired. */
  readonly acceptedByProject?: readonly AcceptedByProject[];
  readonly expiredAcceptances?: readonly AcceptedByProject[];
  readonly milliseconds: Milliseconds;
}

export interface ProveFailure extends Omit<ProofError, 'at'> {
  /** Location in the migration, if known; 1-based. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
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
export function proofToJson(report: ProofReport, cwd: string): ProveResult {
  const { verdict, server, migrations, objects, notCompared, rows, milliseconds } = report;
  return {
    format: 'roundtrip.prove/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    migrations: migrations.map((proof) => migrationToJson(proof, cwd)),
    compared: { objects, rows, notCompared },
    milliseconds: roundNumber(milliseconds),
  };
}

function migrationToJson(proof: MigrationProof, cwd: string): ProvenMigration {
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
    ...nonEmpty({ destroys, notRepaired, notes, rows, ...acceptancesOf(proof, cwd) }),
    milliseconds: {
      up: round(milliseconds.up),
      down: round(milliseconds.down),
      upAgain: round(milliseconds.upAgain),
      catalog: roundNumber(milliseconds.catalog),
    },
  };
}

function errorToJson({ at: { path, line, column }, ...error }: ProofError, cwd: string): ProveFailure {
  return {
    ...error,
    ...(line === undefined ? {} : { file: relative(cwd, path), line }),
    ...(column === undefined ? {} : { column }),
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
  return milliseconds === null ? null : roundNumber(milliseconds);
}

function roundNumber(milliseconds: number): number {
  return Number(milliseconds.toFixed(1));
}
