import { DatabaseError } from '../../errors.js';

/**
 * Others changed objects between the last reading, or the snapshot of the open transaction, and now, so that these
 * can no longer be read: the transaction is to be rolled back, and tried again from a new reading.
 */
export class ChangedMeanwhile extends DatabaseError {
  constructor(cause: unknown) {
    super('another session changed the same objects concurrently, so the changes of the step are unknown', {
      remedy: 'The step was rolled back. Run it again.',
      cause,
    });
  }
}
