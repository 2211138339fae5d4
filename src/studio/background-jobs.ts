import { explainError } from '../report/text/error-report.js';
import { compareWithLive, observeOne, proveFiles, replayFiles, type JobOptions } from './jobs.js';
import { valueOf, type Result, type ResultName, type StudioResults } from './studio-results.js';

type Job = () => Promise<void>;

/** Runs proofs, replays and comparisons one after the other, so that the machine stays usable. */
export class BackgroundJobs {
  readonly #options: JobOptions;
  readonly #results: StudioResults;
  readonly #pending = new Map<string, Job>();
  #running: Promise<void> | undefined;

  constructor(options: JobOptions, results: StudioResults) {
    this.#options = options;
    this.#results = results;
  }

  /** Computes everything again that depends on the files. */
  filesChanged(): void {
    this.#results.forgetEffects();
    this.#add('proof', () => proveFiles(this.#options));
    this.#add('schema', () => replayFiles(this.#options));
    this.databaseChanged();
  }

  databaseChanged(): void {
    this.#add('drift', () => compareWithLive(this.#options));
  }

  /** Observes the statements of one migration, unless that has been requested already. */
  observe(name: string): void {
    if (this.#results.effectsOf(name).state !== 'waiting') return;
    this.#results.setEffects(name, { state: 'running' });
    this.#queue(`effects ${name}`, async () => {
      this.#results.setEffects(name, await resultOf(() => observeOne(this.#options, name)));
    });
  }

  /** Drops the jobs that have not begun, and waits for the one that runs. */
  async stop(): Promise<void> {
    this.#pending.clear();
    await this.#running;
  }

  #add<N extends ResultName>(name: N, compute: () => Promise<ValueOf<N>>): void {
    const value = valueOf(this.#results.get(name));
    this.#results.set(name, { state: 'running', ...(value === undefined ? {} : { value }) });
    this.#queue(name, async () => {
      this.#results.set(name, await resultOf<ValueOf<N>>(compute));
    });
  }

  #queue(key: string, job: Job): void {
    this.#pending.set(key, job);
    this.#running ??= this.#runAll().finally(() => {
      this.#running = undefined;
    });
  }

  async #runAll(): Promise<void> {
    for (let next = this.#pending.entries().next().value; next; next = this.#pending.entries().next().value) {
      const [key, job] = next;
      this.#pending.delete(key);
      await job();
    }
  }
}

type ResultOf<N extends ResultName> = ReturnType<typeof StudioResults.prototype.get<N>>;

type ValueOf<N extends ResultName> = Extract<ResultOf<N>, { state: 'done' }>['value'];

/** A failure is a result, too: a broken file must not end the studio. */
async function resultOf<T>(compute: () => Promise<T>): Promise<Result<T>> {
  try {
    return { state: 'done', value: await compute() };
  } catch (error) {
    const { message, remedy } = explainError(error);
    return { state: 'failed', message, remedy };
  }
}
