import { RoundtripError, UsageError } from '../errors.js';

/** Gathers errors, so that a user learns of all mistakes in one go. */
export class Mistakes {
  readonly #errors: RoundtripError[] = [];

  collect<T>(parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  /** Keeps an error that was caught; what is no error of ours is thrown again. */
  note(error: unknown): void {
    if (!(error instanceof RoundtripError)) throw error;
    this.#errors.push(error);
  }

  throwIfAny(): void {
    const distinct = new Map(this.#errors.map((error) => [error.message, error.remedy]));
    if (distinct.size === 0) return;
    throw new UsageError([...distinct.keys()].join('\n'), {
      remedy: [...new Set([...distinct.values()].filter((remedy) => remedy !== undefined))].join('\n'),
    });
  }
}
