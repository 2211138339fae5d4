import { DatabaseError } from '../../errors.js';

/**
 * Other sessions changed objects after the last reading, or after the snapshot of the open transaction, so
 * these objects can no longer be read. The transaction has to be rolled back and tried again from a new
 * reading.
 */
export class ChangedMeanwhile extends DatabaseError {
  constructor(cause: unknown) {
    super('another session changed the same objects concurrently, so the changes of the step are unknown', {
      remedy: 'The step was rolled back. Run it again.',
      cause,
    });
  }
}
