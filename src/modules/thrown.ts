import { isNativeError } from 'node:util/types';
import { inspect } from 'node:util';

/** Returns a thrown value as an error: JavaScript allows throwing anything. */
export function errorOf(thrown: unknown): Error {
  // An error of another realm, as under Jest, is no instance of the global Error.
  if (thrown instanceof Error || isNativeError(thrown)) return thrown;
  const error = new Error(
    `it threw ${inspect(thrown, { depth: 1, breakLength: Infinity })}, which is not an Error`,
  );
  delete error.stack;
  return error;
}
