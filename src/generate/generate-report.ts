import type { Kind } from '../catalog/model/object.js';
import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import type { ServerInfo } from '../database/session.js';
import type { Hazard } from '../pairs/hazards.js';
import type { PairProof } from '../pairs/prove-pair.js';
import type { Unmanaged } from '../source/source.js';

/** A difference between the migrations and the source. */
export interface SchemaChange {
  readonly kind: Kind;
  /** Name after the change; before it where the object is removed. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed' | 'renamed';
  /** Earlier name of a renamed object. */
  readonly from?: string;
}

export interface GeneratedFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** The result of `generate`. */
export interface GenerateReport {
  /** `differs`: with `--check`, which writes nothing. */
  readonly verdict: 'generated' | 'no-changes' | 'differs' | 'not-exact';
  readonly server: ServerInfo;
  /** The source, without secrets. */
  readonly source: string;
  readonly files: readonly GeneratedFile[];
  readonly changes: readonly SchemaChange[];
  readonly hazards: readonly Omit<Hazard, 'statement'>[];
  readonly unmanaged: readonly Unmanaged[];
  /** What PostgreSQL offers no exact way to reach. */
  readonly limits: readonly RepairLimit[];
  readonly proof: PairProof | undefined;
  /** Tables whose columns the source has in another order. */
  readonly reordered: readonly string[];
  readonly milliseconds: number;
}
