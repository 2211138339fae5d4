import { exitCodes, RoundtripError } from '../../errors.js';

/** A snapshot that cannot be used: damaged, of a newer PostgreSQL, or of an unknown form. */
export class SnapshotError extends RoundtripError {
  readonly code = 'snapshot';
  readonly exitCode = exitCodes.usage;
}
