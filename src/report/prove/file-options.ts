export interface ProofFileOptions {
  readonly strict: 'on' | 'off';
  /** Folder that paths are shown from. */
  readonly cwd: string;
}
