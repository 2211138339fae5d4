/** What a `withX` function provides, until it is released. */
export interface Held<T> {
  readonly value: T;
  /** Ends the callback, and waits until `withX` has cleaned up. */
  release(): Promise<void>;
}

/** Runs a `withX` function, and keeps its callback running until the result is released. */
export function hold<T>(run: (use: (value: T) => Promise<void>) => Promise<void>): Promise<Held<T>> {
  return new Promise((resolve, reject) => {
    let end: () => void = () => undefined;
    const released = new Promise<void>((done) => (end = done));
    const finished = run((value) => {
      const release = () => {
        end();
        return finished;
      };
      resolve({ value, release });
      return released;
    });
    finished.catch(reject);
  });
}
