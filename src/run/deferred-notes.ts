import type { RunNote, RunObserver } from './run-options.js';

/** Holds the notes of an attempt back until it is known that the attempt counts, except for those about waiting. */
export class DeferredNotes {
  readonly observer: RunObserver;
  readonly #notes: RunNote[] = [];
  readonly #target: RunObserver;

  constructor(target: RunObserver) {
    this.#target = target;
    this.observer = {
      started: (step) => {
        target.started(step);
      },
      finished: (result) => {
        target.finished(result);
      },
      noted: (note) => {
        if (note.kind === 'retrying' || note.kind === 'waiting-for-lock') target.noted?.(note);
        else this.#notes.push(note);
      },
    };
  }

  report(): void {
    for (const note of this.#notes.splice(0)) this.#target.noted?.(note);
  }
}
