import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import { nameMatcher } from '../catalog/model/object-pattern.js';
import type { Kind, ObjectKey } from '../catalog/model/object.js';
import type { ServerInfo } from '../database/session.js';
import type { FailureLocation } from '../migrations/failed-place.js';

/** The possible results for one migration, by precedence: the first that applies is the verdict. */
export const verdicts = [
  'not-run',
  'fails',
  'declared-irreversible',
  'leaves-traces',
  'loses-data',
  'not-repeatable',
  'reorders-columns',
  'reversible',
] as const;

export type Verdict = (typeof verdicts)[number];

/** One object, or the rows of one table, that a migration did not restore. */
export interface Trace {
  readonly kind: Kind | 'rows';
  /** As PostgreSQL prints it: `public.users.email`, `public.greet(text)`, `users_email_key on public.users`. */
  readonly name: string;
  /** `left` did not exist before, `missing` no longer exists, `rows` were lost or changed. */
  readonly change: 'left' | 'missing' | 'changed' | 'reordered' | 'rows';
  readonly before: string | null;
  readonly after: string | null;
  /** SQL that restores the state before; `null` where PostgreSQL offers no exact way. */
  readonly repair: string | null;
  /** The cause of a surprising difference, or advice instead of a repair. */
  readonly explanation?: string;
}

export interface ProofError {
  readonly phase: 'up' | 'down' | 'up-again';
  readonly message: string;
  /** SQLSTATE, where the server rejected a statement. */
  readonly code: string | null;
  readonly statement: string | null;
  /** Location of the failure in the file, with the lines around it. */
  readonly at: FailureLocation;
}

/** Data that a step destroyed in a trial, that --keep kept, and that the other step restored. */
export interface KeptInProof {
  readonly direction: 'up' | 'down';
  readonly tables: readonly {
    readonly table: string;
    readonly what: 'table' | 'columns' | 'rows';
    readonly how: 'moved' | 'copied';
    readonly columns: readonly string[];
  }[];
}

/** Whether the rows of one table were compared, with the reason where they were not. */
export interface RowsCompared {
  readonly table: string;
  readonly compared: 'existing' | 'generated' | 'no';
  /** Number of rows before the up. */
  readonly rows: number;
  readonly reason?: string;
  /** Set for generated rows. */
  readonly edgeValues?: EdgeValuesCompared;
}

/** The edge values that generated rows held, by column: `email: NULL, empty text`. */
export interface EdgeValuesCompared {
  readonly tried: readonly string[];
  /** Edge values that a constraint or trigger of the table rejected. */
  readonly refused: readonly string[];
  /** Reason why rows hold fewer edge values than the table accepts: a step fails on the others. */
  readonly leftOut?: string;
}

/** A comment in the file that accepts a finding. */
export interface Acceptance {
  readonly verdict: string;
  /** Name of an object, or `*`. */
  readonly object: string;
  readonly reason: string;
  /** Absolute path of the file with the comment, and its 1-based line. */
  readonly path: string;
  readonly line: number;
}

/** A finding that the settings of the project accept, in any of its migrations. */
export interface ProjectAcceptance {
  readonly verdict: string;
  /** Pattern for the object of a trace, in which `*` matches anything. */
  readonly object: string;
  /** Pattern for the names of the migrations that it applies to, in which `*` matches anything. */
  readonly migration: string;
  readonly reason: string;
  /** The last day on which it applies. */
  readonly until: string | undefined;
  readonly state: 'valid' | 'expired';
  /** Where it is written: `accept[0] of roundtrip.json`. */
  readonly source: string;
}

export interface Milliseconds {
  readonly up: number | null;
  readonly down: number | null;
  readonly upAgain: number | null;
  /** Time for reading and comparing the catalog in all three passes. */
  readonly catalog: number;
}

export interface Location {
  /** Absolute path. */
  readonly path: string;
  /** 1-based. */
  readonly line: number | undefined;
}

export interface MigrationProof {
  readonly name: string;
  /** Location for the author to look at: the `down`, or the whole file where the finding is not about the down. */
  readonly place: Location;
  readonly verdict: Verdict;
  readonly traces: readonly Trace[];
  /**
   * SQL that undoes all traces that can be undone, in a valid order; `null` where there are none. It covers
   * more than the repairs of the single traces, because it takes renamed objects into account.
   */
  readonly repair: string | null;
  /** The statements of this SQL; each ends in `;` or is a comment. */
  readonly repairStatements?: readonly string[];
  /** Parts that this SQL cannot restore exactly, with the reasons; left out where it restores everything. */
  readonly notRepaired?: readonly RepairLimit[];
  /** Tables and columns that the repair drops together with their data; left out where there are none. */
  readonly destroys?: readonly { readonly kind: string; readonly name: string }[];
  /** Tables and columns from before the up that the down drops; left out where there are none. */
  readonly droppedByDown?: readonly ObjectKey[];
  readonly error?: ProofError;
  /** Remarks that are not findings: the down is inferred, empty, missing, … */
  readonly notes: readonly string[];
  /** What --keep kept in the trials with rows; missing where no trial ran. */
  readonly kept?: readonly KeptInProof[];
  readonly rows: readonly RowsCompared[];
  /** Findings that comments in the file accept; the verdict is unchanged, but does not fail the proof. */
  readonly accepted: readonly Acceptance[];
  /** Acceptances that no longer match anything; findings of their own. */
  readonly staleAcceptances: readonly Acceptance[];
  /** Findings that the settings of the project accept; left out where there are none. */
  readonly acceptedByProject?: readonly ProjectAcceptance[];
  /** Expired acceptances of the project that match a finding; left out where there are none. */
  readonly expiredAcceptances?: readonly ProjectAcceptance[];
  readonly milliseconds: Milliseconds;
  /** With `--fix`, for a migration that is not reversible. */
  readonly fix?: Fix;
}

/** The result of an attempt to write the repair of a migration into its file. */
export type Fix =
  | {
      /** `proposed`: the edit was proven, but the file was not to be changed. */
      readonly outcome: 'fixed' | 'proposed';
      /** `written` where there was no down. */
      readonly how: 'added' | 'written' | 'rewritten';
      readonly edit: FileEdit;
      /** The proof of the file as it was, and as it is after the edit. */
      readonly found: MigrationProof;
      readonly proven: MigrationProof;
    }
  | { readonly outcome: 'not-fixed'; readonly reason: string };

export interface FileEdit {
  /** Absolute path. */
  readonly path: string;
  /** The text of the file; `undefined` where it is new. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface ProofReport {
  readonly verdict: 'reversible' | 'not-reversible';
  readonly server: ServerInfo;
  readonly migrations: readonly MigrationProof[];
  /** Number of objects in the database after all ups, by kind. */
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  /** Objects that a migration created and that roundtrip does not read. */
  readonly notCompared: readonly string[];
  /** Number of rows compared over all steps. */
  readonly rows: number;
  readonly milliseconds: number;
  /** How many of the proofs an earlier run made, and when it made the first of them; left out where none. */
  readonly known?: { readonly migrations: number; readonly since: string };
}

/** Returns whether a verdict, given the acceptances in the file, makes the exit code 1. */
export function isFinding(proof: MigrationProof, { strict }: { readonly strict: 'on' | 'off' }): boolean {
  if (proof.staleAcceptances.length > 0) return true;
  switch (proof.verdict) {
    case 'reversible':
    case 'declared-irreversible':
      return false;
    case 'reorders-columns':
      return strict === 'on' && !isAccepted(proof);
    case 'not-run':
      return true;
    case 'fails':
    case 'leaves-traces':
    case 'loses-data':
    case 'not-repeatable':
      return !isAccepted(proof);
  }
}

/** Returns whether all of its traces, or its error, are accepted. */
export function isAccepted({ accepted, acceptedByProject = [], traces }: MigrationProof): boolean {
  const objects = new Set(accepted.map(({ object }) => object));
  if (objects.has('*') || acceptedByProject.some(({ object }) => object === '*')) return true;
  const isCovered = (trace: Trace) =>
    namesOf(trace).some((name) => objects.has(name)) ||
    acceptedByProject.some((acceptance) => acceptsTrace(acceptance, trace));
  return traces.length > 0 && traces.every(isCovered);
}

/** Names by which an acceptance may refer to the object of a trace. */
export function namesOf({ kind, name }: Trace): readonly string[] {
  return [name, `${kind} ${name}`, ...(kind === 'rows' ? [`table ${name}`] : [])];
}

export function acceptsTrace({ object }: Pick<ProjectAcceptance, 'object'>, trace: Trace): boolean {
  return namesOf(trace).some(nameMatcher(object));
}
