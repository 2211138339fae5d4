/** Finds the code that an unawaited error belongs to. */
type CodeOf = (error: unknown) => { fail(error: unknown): void } | undefined;

let watching = 0;
let codeOf: CodeOf = () => undefined;
let takenOver: ((error: unknown) => void) | undefined;

/**
 * Gives unhandled rejections and uncaught exceptions of user code to that code. Those of a host go on to end
 * its process, unless it listens to them itself.
 * @returns ends it
 */
export function watchFailures(find: CodeOf): () => void {
  codeOf = find;
  if (watching === 0 && !takenOver) listen();
  watching += 1;
  return () => {
    watching -= 1;
    if (watching === 0 && !takenOver) unlisten();
  };
}

/** For the command, which owns its process: passes failures that belong to no user code to `onFailure`. */
export function takeOverFailures(onFailure: (error: unknown) => void): void {
  if (watching === 0 && !takenOver) listen();
  takenOver = onFailure;
}

function listen(): void {
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
}

function unlisten(): void {
  process.off('unhandledRejection', onRejection);
  process.off('uncaughtException', onException);
}

function onRejection(reason: unknown): void {
  if (isGiven(reason) || process.listenerCount('unhandledRejection') > 1) return;
  // As Node.js does where nobody listens.
  throw reason;
}

function onException(error: unknown): void {
  if (isGiven(error) || process.listenerCount('uncaughtException') > 1) return;
  unlisten();
  setImmediate(() => {
    throw error;
  });
}

function isGiven(error: unknown): boolean {
  const code = codeOf(error);
  if (code) code.fail(error);
  else takenOver?.(error);
  return code !== undefined || takenOver !== undefined;
}
