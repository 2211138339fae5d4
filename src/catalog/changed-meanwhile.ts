import { DatabaseError } from '../errors.js';

/**
 * Others changed the same objects between the last reading and the open transaction, and they cannot be read
 * from outside while it holds its locks: it is to be rolled back, and tried again from a new reading.
 */
export class ChangedMeanwhile extends DatabaseError {
  constructor(cause: unknown) {
    super('another session changed the same objects meanwhile, so that it cannot be told what the step did', {
      remedy: 'Nothing of the step took effect: run it again.',
      cause,
    });
  }
}
