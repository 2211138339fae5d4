import { isCommuteFinding, type CommuteReport } from '../../commute/commute-report.js';
import type { ShardInfo } from './shard.js';
import type { OrderReport } from '../../git/migration-order.js';

/** What is checked of a branch beside the proof of its migrations. */
export interface BranchChecks {
  readonly order?: OrderReport | undefined;
  readonly commute?: CommuteReport | undefined;
}

export interface ProofFileOptions {
  readonly strict: 'on' | 'off';
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
  /** Root of the repository, for SARIF and Code Quality; `cwd` unless given. */
  readonly root?: string;
  readonly branch?: BranchChecks | undefined;
  readonly shard?: ShardInfo | undefined;
}

/** Whether the order of the migrations makes the exit code 1. */
export function hasBranchFinding(
  { order, commute }: BranchChecks,
  { strict }: Pick<ProofFileOptions, 'strict'>,
): boolean {
  const isMisplaced = order !== undefined && order.misplaced.length > 0;
  return isMisplaced || (commute !== undefined && isCommuteFinding(commute, { strict }));
}
