import { RoundtripError } from '../errors.js';

/** One thing that was looked at. */
export interface Check {
  /** `node`, `settings`, `server`: for programs, and always the same. */
  readonly name: string;
  /** A `problem` makes a command fail; a `note` is information. */
  readonly status: 'ok' | 'note' | 'problem';
  readonly message: string;
  /** Remedy; `null` if there is nothing to do. */
  readonly remedy: string | null;
}

/** Makes the checks of one name. */
export function checksOf(name: string) {
  const check = (status: Check['status']) => (message: string, remedy?: string) => ({
    name,
    status,
    message,
    remedy: remedy ?? null,
  });
  return { ok: check('ok'), note: check('note'), problem: check('problem') };
}

/** Turns an error with a remedy into a problem; rethrows others. */
export function problemOf(name: string, error: unknown): Check {
  if (!(error instanceof RoundtripError)) throw error;
  return checksOf(name).problem(error.message, error.remedy);
}
