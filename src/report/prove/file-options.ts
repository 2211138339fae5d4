import type { OrderReport } from '../../git/migration-order.js';

/** What is checked of a branch beside the proof of its migrations. */
export interface BranchChecks {
  readonly order?: OrderReport | undefined;
}

export interface ProofFileOptions {
  readonly strict: 'on' | 'off';
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
  readonly branch?: BranchChecks | undefined;
}
