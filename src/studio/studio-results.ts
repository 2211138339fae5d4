import type { MigrationEffects } from '../effects/observe-effects.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { DatabaseStatus } from '../history/read-status.js';
import type { KeptEntry } from '../keep/kept-entry.js';
import type { MigrationProof, ProofReport } from '../prove/proof-report.js';
import type { GeneratedDocs } from '../schema-docs/generate-docs.js';
import type { VerifyReport } from '../verify/verify-report.js';

/** What is known about the live database. */
export interface LiveState {
  /** `PostgreSQL 18.4, localhost:5432/app` */
  readonly label: string;
  readonly status: DatabaseStatus;
  readonly history: readonly HistoryEntry[];
  /** Data that steps destroyed, and that is kept in the database. */
  readonly kept: readonly KeptEntry[];
}

/** A result that is computed in the background. A new computation keeps the value of the last one until it ends. */
export type Result<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly value?: T }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string; readonly remedy: string | undefined };

interface ResultTypes {
  readonly live: LiveState;
  readonly proof: ProofReport;
  readonly schema: GeneratedDocs;
  readonly drift: VerifyReport;
}

export type ResultName = keyof ResultTypes;

type Listener = () => void;

/** The latest results of the studio; listeners are called after each change. */
export class StudioResults {
  readonly #results = new Map<string, Result<unknown>>();
  readonly #listeners = new Set<Listener>();

  get<N extends ResultName>(name: N): Result<ResultTypes[N]> {
    return (this.#results.get(name) ?? { state: 'waiting' }) as Result<ResultTypes[N]>;
  }

  set<N extends ResultName>(name: N, result: Result<ResultTypes[N]>): void {
    this.#put(name, result);
  }

  effectsOf(migration: string): Result<MigrationEffects> {
    return (this.#results.get(`effects ${migration}`) ?? { state: 'waiting' }) as Result<MigrationEffects>;
  }

  setEffects(migration: string, result: Result<MigrationEffects>): void {
    this.#put(`effects ${migration}`, result);
  }

  /** Forgets observed statements, because files have changed. */
  forgetEffects(): void {
    for (const name of [...this.#results.keys()]) if (name.startsWith('effects ')) this.#results.delete(name);
  }

  proofOf(migration: string): MigrationProof | undefined {
    return valueOf(this.get('proof'))?.migrations.find(({ name }) => name === migration);
  }

  #put(name: string, result: Result<unknown>): void {
    this.#results.set(name, result);
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that removes the listener */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

/** The value of a result, or that of the computation before, while a new one runs. */
export function valueOf<T>(result: Result<T>): T | undefined {
  return result.state === 'done' || result.state === 'running' ? result.value : undefined;
}
