import { diff, subject, type Difference } from '../catalog/model/diff.js';
import { isGivenNotNull } from '../catalog/kinds/constraint/generated-name.js';
import type { Snapshot } from '../catalog/model/object.js';
import { catalogTraces, type CatalogTrace } from '../catalog/repair/catalog-trace.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { proveRows, type RowsProof } from './prove-rows.js';

/** The passes of a proof: every up, every down, every up once more. */
export type PairPhase = 'up' | 'down' | 'up-again';

/** An object that is not as it must be after a pass. */
export interface Residual extends CatalogTrace {
  readonly phase: PairPhase;
}

/** The result of a proof; the pair is exact where nothing remains and nothing failed. */
export interface PairProof {
  /** Differences that remain after the first pass that has any. */
  readonly residual: readonly Residual[];
  /** The step that failed. */
  readonly failure: { readonly phase: PairPhase; readonly error: StatementError } | undefined;
  /** Tables whose columns are in another order: after the up than in the wanted state, or after the down. */
  readonly reordered: readonly { readonly phase: PairPhase; readonly table: string }[];
  /** What happens to rows; missing where the catalog is not exact. */
  readonly rows: RowsProof | undefined;
}

export function isExact({ residual, failure }: PairProof): boolean {
  return residual.length === 0 && failure === undefined;
}

export interface ProvePairOptions {
  /** In order: a pair may be split into several migrations. */
  readonly migrations: readonly Migration[];
  /** The state that the ups must reach. */
  readonly wanted: Snapshot;
  readonly signal: AbortSignal;
  /** Receives the changes of each step. */
  readonly observed?: (changes: readonly Difference[]) => void;
}

/**
 * Proves a pair on a scratch database in the state below it: up reaches the wanted state, down the state from
 * which up started, and up again the same state as the first time. Rows are generated in the tables that it
 * changes. The database is in any state afterwards.
 */
export async function provePair(run: ScratchRun, options: ProvePairOptions): Promise<PairProof> {
  return new PairProver(run, options).prove();
}

/** Column order alone does not make a pair inexact: PostgreSQL cannot restore it. */
export function withoutColumnOrder(differences: readonly Difference[]): readonly Difference[] {
  return differences.filter((one) => !isColumnOrder(one) && !isGivenNotNull(subject(one)));
}

export function isColumnOrder(difference: Difference): boolean {
  return difference.change === 'reordered' && difference.before.kind.endsWith('table');
}

class PairProver {
  readonly #run: ScratchRun;
  readonly #options: ProvePairOptions;
  readonly #reordered: { readonly phase: PairPhase; readonly table: string }[] = [];

  constructor(run: ScratchRun, options: ProvePairOptions) {
    this.#run = run;
    this.#options = options;
  }

  async prove(): Promise<PairProof> {
    const { wanted } = this.#options;
    const below = new Map(this.#run.objects);
    const up = await this.#pass('up', wanted);
    if (up) return up;
    const above = new Map(this.#run.objects);
    const down = await this.#pass('down', below);
    if (down) return down;
    const rows = await proveRows(this.#run, { ...this.#options, below, above });
    const again = rows.database === 'clean' ? await this.#pass('up-again', above) : undefined;
    return again ?? { residual: [], failure: undefined, reordered: this.#reordered, rows };
  }

  /** Runs all migrations in one direction; returns the result of the proof where it ends here. */
  async #pass(phase: PairPhase, expected: Snapshot): Promise<PairProof | undefined> {
    const direction: Direction = phase === 'down' ? 'down' : 'up';
    const { migrations, signal, observed } = this.#options;
    for (const migration of direction === 'up' ? migrations : migrations.toReversed()) {
      stopIfInterrupted(signal);
      const step = await this.#run.step({ migration, direction });
      observed?.(step.changes);
      if (step.outcome === 'failed') return this.#ended({ failure: { phase, error: step.error } });
    }
    return this.#compare(phase, expected);
  }

  #compare(phase: PairPhase, expected: Snapshot): PairProof | undefined {
    const now = this.#run.objects;
    const differences = diff(expected, now);
    for (const one of differences.filter(isColumnOrder))
      this.#reordered.push({ phase, table: subject(one).name });
    const rest = withoutColumnOrder(differences);
    if (rest.length === 0) return undefined;
    const { major } = this.#run.database.server;
    const scope = { before: expected, after: new Map(now), major };
    return this.#ended({ residual: catalogTraces(rest, scope).map((trace) => ({ ...trace, phase })) });
  }

  #ended(result: Partial<PairProof>): PairProof {
    return { residual: [], failure: undefined, reordered: this.#reordered, rows: undefined, ...result };
  }
}
