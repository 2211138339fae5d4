import type { AskRename } from '../../generate/decide-renames.js';
import type { Context } from '../context.js';

/** Asks on the terminal until the answer is one of the numbers. */
export function askRename({ terminal, signal }: Context): AskRename {
  return async ({ from, to }) => {
    terminal.note(`${from.kind} ${from.name} is not in the source. Was it renamed?`);
    for (const [index, other] of to.entries()) terminal.note(`  ${index + 1}  renamed to ${other.name}`);
    terminal.note('  0  no: it is dropped with its data');
    for (;;) {
      const answer = (await terminal.ask('Number: ', signal)).trim();
      const number = /^\d+$/.test(answer) ? Number(answer) : -1;
      if (number === 0) return undefined;
      const chosen = to[number - 1];
      if (chosen) return chosen;
      terminal.note(`Give a number from 0 to ${to.length}.`);
    }
  };
}
