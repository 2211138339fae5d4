export interface VerifyFlags {
  readonly against?: string;
  /** A connection URL, or the word `embedded`. */
  readonly scratchUrl?: string;
  readonly ignore?: readonly string[];
  readonly report?: readonly string[];
}
