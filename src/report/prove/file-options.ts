export interface ProofFileOptions {
  readonly strict: 'on' | 'off';
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
}
