export interface KeepSetting {
  /** `restore`: steps keep nothing, but restore what their inverses kept. `off`: not even that. */
  readonly mode: 'keep' | 'restore' | 'off';
  /** Maximum number of bytes that one step may copy. */
  readonly limit: number;
}

/** Default limit: 1 GB. */
export const defaultKeepLimit = 2 ** 30;
