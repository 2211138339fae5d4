import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import { nameMatcher } from '../catalog/model/object-pattern.js';
import type { Kind } from '../catalog/model/object.js';
import type { ServerInfo } from '../database/session.js';
import type { FailureLocation } from '../migrations/failed-place.js';

/** What was found out about one migration, in the order in which the first that holds is taken. */
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

/** One object, or the rows of one table, that a migration did not bring back. */
export interface Trace {
  readonly kind: Kind | 'rows';
  /** As PostgreSQL prints it: `public.users.email`, `public.greet(text)`, `users_email_key on public.users`. */
  readonly name: string;
  /** `left` was not there before, `missing` is there no more, `rows` are lost or not the same. */
  readonly change: 'left' | 'missing' | 'changed' | 'reordered' | 'rows';
  readonly before: string | null;
  readonly after: string | null;
  /** SQL that restores the state before; `null` where PostgreSQL has no exact way back. */
  readonly repair: string | null;
  /** Why this surprises, or what to do instead of a repair. */
  readonly explanation?: string;
}

export interface ProofError {
  readonly phase: 'up' | 'down' | 'up-again';
  readonly message: string;
  /** SQLSTATE, where the server refused a statement. */
  readonly code: string | null;
  readonly statement: string | null;
  /** Where it failed in the file, with the lines around it. */
  readonly at: FailureLocation;
}

/** Whether the rows of one table were compared, and why not where not. */
export interface RowsCompared {
  readonly table: string;
  readonly compared: 'existing' | 'generated' | 'no';
  /** How many rows there were before the up. */
  readonly rows: number;
  readonly reason?: string;
  /** Of generated rows. */
  readonly edgeValues?: EdgeValuesCompared;
}

/** Which edge values generated rows held, by column: `email: NULL, empty text`. */
export interface EdgeValuesCompared {
  readonly tried: readonly string[];
  /** Not accepted by a constraint or trigger of the table. */
  readonly refused: readonly string[];
  /** Why rows hold fewer than the table accepts: a step fails on the others. */
  readonly leftOut?: string;
}

/** A comment in the file that takes a finding for granted. */
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
  /** The object of a trace, in which `*` stands for anything. */
  readonly object: string;
  /** Name of the migrations that it counts for, in which `*` stands for anything. */
  readonly migration: string;
  readonly reason: string;
  /** The last day on which it counts. */
  readonly until: string | undefined;
  readonly state: 'valid' | 'expired';
  /** Where it is written: `accept[0] of roundtrip.json`. */
  readonly source: string;
}

export interface Milliseconds {
  readonly up: number | null;
  readonly down: number | null;
  readonly upAgain: number | null;
  /** Reading and comparing the catalog, for all three. */
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
  /** Where an author reads on: the `down`, or the whole file when it is not about that. */
  readonly place: Location;
  readonly verdict: Verdict;
  readonly traces: readonly Trace[];
  /**
   * SQL that takes back all traces that can be, in an order that works; `null` where there are none.
   * More than the repairs of the traces one by one: it knows what was renamed.
   */
  readonly repair: string | null;
  /** What that SQL cannot restore exactly, and why; left out where it can restore all. */
  readonly notRepaired?: readonly RepairLimit[];
  /** Tables and columns that the repair drops, with what they hold; left out where there are none. */
  readonly destroys?: readonly { readonly kind: string; readonly name: string }[];
  readonly error?: ProofError;
  /** Remarks that are no findings: the down is inferred, empty, missing, … */
  readonly notes: readonly string[];
  readonly rows: readonly RowsCompared[];
  /** Findings that comments in the file accept; the verdict stands, but does not fail the proof. */
  readonly accepted: readonly Acceptance[];
  /** Acceptances that match nothing any more: findings of their own. */
  readonly staleAcceptances: readonly Acceptance[];
  /** The same by the settings of the project; left out where there are none. */
  readonly acceptedByProject?: readonly ProjectAcceptance[];
  /** Acceptances of the project for what was found whose last day is over; left out where there are none. */
  readonly expiredAcceptances?: readonly ProjectAcceptance[];
  readonly milliseconds: Milliseconds;
}

export interface ProofReport {
  readonly verdict: 'reversible' | 'not-reversible';
  readonly server: ServerInfo;
  readonly migrations: readonly MigrationProof[];
  /** Objects that the database held at the top, by kind. */
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  /** What a migration made and the tool does not read. */
  readonly notCompared: readonly string[];
  /** Rows compared over all steps. */
  readonly rows: number;
  readonly milliseconds: number;
}

/** Whether a verdict, with what the file accepts, leaves the exit code at 0. */
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

/** All of its traces, or its error, are accepted. */
export function isAccepted({ accepted, acceptedByProject = [], traces }: MigrationProof): boolean {
  const objects = new Set(accepted.map(({ object }) => object));
  if (objects.has('*') || acceptedByProject.some(({ object }) => object === '*')) return true;
  const isCovered = (trace: Trace) =>
    namesOf(trace).some((name) => objects.has(name)) ||
    acceptedByProject.some((acceptance) => acceptsTrace(acceptance, trace));
  return traces.length > 0 && traces.every(isCovered);
}

/** How an acceptance may call the object of a trace. */
export function namesOf({ kind, name }: Trace): readonly string[] {
  return [name, `${kind} ${name}`, ...(kind === 'rows' ? [`table ${name}`] : [])];
}

export function acceptsTrace({ object }: Pick<ProjectAcceptance, 'object'>, trace: Trace): boolean {
  return namesOf(trace).some(nameMatcher(object));
}
