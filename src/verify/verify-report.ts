import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import type { Kind } from '../catalog/model/object.js';
import type { ServerInfo } from '../database/session.js';
import type { Checklist } from './checklist.js';
import type { Finding, IgnoredFinding, OthersFinding, Repairs } from './finding.js';
import type { IgnoreRule } from './ignore-rules.js';
import type { ScratchPlace } from '../scratch-run/scratch-server.js';

/** What the live database was compared with. */
export type ComparedWith =
  | {
      readonly kind: 'migrations';
      /** Names in the order that they were applied in. */
      readonly applied: readonly string[];
      readonly pending: readonly string[];
      readonly scratch: { readonly place: ScratchPlace; readonly version: string };
    }
  | {
      readonly kind: 'database';
      readonly label: string;
      readonly server: ServerInfo;
      readonly role: string;
      /** Names of migrations that only one of the two has applied, in order. */
      readonly onlyHere: readonly string[];
      readonly onlyThere: readonly string[];
    };

export interface VerifyReport {
  readonly verdict: 'same' | 'different';
  readonly label: string;
  readonly server: ServerInfo;
  /** Who looked at the live database. */
  readonly role: string;
  readonly with: ComparedWith;
  readonly checklist: Checklist;
  readonly findings: readonly Finding[];
  /** Statements that take all findings away together, in an order that works. */
  readonly repair: Repairs<readonly string[]>;
  /** What they cannot restore exactly, and why. */
  readonly notRepaired: Repairs<readonly RepairLimit[]>;
  readonly ignored: readonly IgnoredFinding[];
  /** What the migrations of other projects in the same database make; left alone. */
  readonly ofOthers: readonly OthersFinding[];
  /** Rules that no difference matched. */
  readonly staleRules: readonly IgnoreRule[];
  /** How many objects were compared, by kind. */
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  /** What the role could not see, in words. */
  readonly notSeen: readonly string[];
  /** What belongs to the live database as a whole and no migration sets, in words. */
  readonly leftAlone: readonly string[];
  /** What the catalog's readers do not read, in words. */
  readonly notCompared: readonly string[];
  /** Other remarks, as sentences. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
}
