import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import type { Kind } from '../catalog/model/object.js';
import type { ServerInfo } from '../database/session.js';
import type { Checklist } from './checklist.js';
import type { Finding, IgnoredFinding, OthersFinding, Repairs } from './finding.js';
import type { IgnoreRule } from './ignore-rules.js';
import type { ScratchPlace } from '../scratch-run/scratch-server.js';

/** The other side of the comparison: the applied migrations, or another database. */
export type ComparedWith =
  | {
      readonly kind: 'migrations';
      /** Names in the order in which they were applied. */
      readonly applied: readonly string[];
      readonly pending: readonly string[];
      readonly scratch: { readonly place: ScratchPlace; readonly version: string };
    }
  | {
      readonly kind: 'database';
      readonly label: string;
      readonly server: ServerInfo;
      readonly role: string;
      /** Names of migrations that are applied in only one of the two databases, in order. */
      readonly onlyHere: readonly string[];
      readonly onlyThere: readonly string[];
    };

export interface VerifyReport {
  readonly verdict: 'same' | 'different';
  readonly label: string;
  readonly server: ServerInfo;
  /** The role that read the live database. */
  readonly role: string;
  readonly with: ComparedWith;
  readonly checklist: Checklist;
  readonly findings: readonly Finding[];
  /** Statements that remove all findings together, in a valid order. */
  readonly repair: Repairs<readonly string[]>;
  /** Parts that the statements cannot restore exactly, with the reasons. */
  readonly notRepaired: Repairs<readonly RepairLimit[]>;
  readonly ignored: readonly IgnoredFinding[];
  /** Differences caused by the migrations of other projects in the same database; they are not repaired. */
  readonly ofOthers: readonly OthersFinding[];
  /** Rules that match no difference. */
  readonly staleRules: readonly IgnoreRule[];
  /** Number of compared objects, by kind. */
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  /** Descriptions of what the role could not see. */
  readonly notSeen: readonly string[];
  /** Descriptions of properties of the live database as a whole, which no migration sets. */
  readonly leftAlone: readonly string[];
  /** Descriptions of objects that the catalog's readers do not read. */
  readonly notCompared: readonly string[];
  /** Other remarks, as sentences. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
}
