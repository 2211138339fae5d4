import type { LoadStatement } from './load-statement.js';

/** A text to send, and the index of its statement. */
export interface Turn {
  readonly statement: number;
  readonly text: string;
}

/**
 * Takes the statements in turn according to their weights, evenly spread (smooth weighted round-robin, as in nginx):
 * two runs send the same.
 */
export class Turns {
  readonly #statements: readonly LoadStatement[];
  readonly #credit: number[];
  readonly #sent: number[];
  readonly #total: number;

  constructor(statements: readonly LoadStatement[]) {
    this.#statements = statements;
    this.#credit = statements.map(() => 0);
    this.#sent = statements.map(() => 0);
    this.#total = statements.reduce((sum, { weight }) => sum + weight, 0);
  }

  next(): Turn {
    let best = 0;
    for (const [index, { weight }] of this.#statements.entries()) {
      this.#credit[index] = (this.#credit[index] ?? 0) + weight;
      if ((this.#credit[index] ?? 0) > (this.#credit[best] ?? 0)) best = index;
    }
    this.#credit[best] = (this.#credit[best] ?? 0) - this.#total;
    const texts = this.#statements[best]?.texts ?? [];
    const sent = this.#sent[best] ?? 0;
    this.#sent[best] = sent + 1;
    return { statement: best, text: texts[sent % texts.length] ?? '' };
  }
}
