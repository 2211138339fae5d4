import type { Database } from '../../database/session.js';

/** Creates copies of a template, one ahead of demand: a test need not wait for the copying. */
export class TemplateCopies {
  readonly #create: () => Promise<Database>;
  #spare: Promise<Database> | undefined;

  constructor(create: () => Promise<Database>) {
    this.#create = create;
  }

  async take(): Promise<Database> {
    const spare = this.#spare ?? this.#create();
    this.#spare = undefined;
    const database = await spare;
    this.prepare();
    return database;
  }

  /** Starts to create the next copy; if that fails, the next `take` gets the error. */
  prepare(): void {
    this.#spare ??= this.#create();
    this.#spare.catch(() => undefined);
  }
}
