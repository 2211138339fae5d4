import type { RowsMode } from '../../prove/prove.js';

export interface ProveFlags {
  readonly rows?: RowsMode;
  readonly seed?: string;
  /** A git revision, or `true` where none was given. */
  readonly changed?: string | true;
  readonly commute?: boolean;
  readonly report?: readonly string[];
  readonly watch?: boolean;
  readonly locks?: boolean;
  readonly strict?: boolean;
  readonly keep?: boolean;
  readonly bail?: boolean;
  readonly allowClusterChanges?: boolean;
  /** A number. */
  readonly jobs?: string;
  /** `I/N`. */
  readonly shard?: string;
  readonly fix?: 'add' | 'rewrite';
  readonly dryRun?: boolean;
  /** A folder; `false` with `--no-cache`. */
  readonly cache?: string | false;
}
