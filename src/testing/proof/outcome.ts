import type { ProjectRequest } from '../options.js';
import type { SentError } from '../protocol.js';
import type { ProofOptions } from './proof-options.js';

/** What the program in main.ts is asked for, as JSON on its standard input. */
export interface ProofRequest extends ProjectRequest<ProofOptions> {
  readonly wanted: 'names' | 'proof';
}

/** The result of a migration in a proof. */
export type Outcome =
  | { readonly name: string; readonly state: 'passes' }
  | {
      readonly name: string;
      readonly state: 'fails';
      /** What `roundtrip prove` prints about it. */
      readonly message: string;
      readonly place: { readonly path: string; readonly line?: number | undefined };
    };

/** What the program prints: one line of JSON. */
export type ProofOutput =
  | { readonly names: readonly string[] }
  | { readonly outcomes: readonly Outcome[] }
  | { readonly error: SentError };
