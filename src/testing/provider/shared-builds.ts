/** Milliseconds for which a failure is not tried again: the other tests of a run get it at once. */
export const failureKept = 10_000;

/** Builds each thing once, also when several callers ask for it at the same time. */
export class SharedBuilds<T> {
  readonly #built = new Map<string, Promise<T>>();

  get(key: string, build: () => Promise<T>): Promise<T> {
    const existing = this.#built.get(key);
    if (existing !== undefined) return existing;
    const building = build();
    this.#built.set(key, building);
    building.catch(() => {
      setTimeout(() => this.#built.delete(key), failureKept).unref();
    });
    return building;
  }
}
