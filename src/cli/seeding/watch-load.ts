import { performance } from 'node:perf_hooks';
import { renderLoadProgress } from '../../report/seed/load-progress.js';
import type { LoadObserver } from '../../seed/run-load.js';
import type { Terminal } from '../terminal.js';

/** Minimum milliseconds between two progress lines. */
const interval = 100;

/** Shows how far the work is, on a terminal. */
export function watchLoad(terminal: Terminal): LoadObserver {
  // The speed is that since the first rows: before them, values were drawn and numbers set aside.
  let beginning: { readonly done: number; readonly at: number } | undefined;
  let shown = 0;
  return {
    progress: (state) => {
      const at = performance.now();
      beginning ??= { done: state.done, at };
      if (at - shown < interval) return;
      shown = at;
      const run = { rows: state.done - beginning.done, milliseconds: Math.max(at - beginning.at, 1) };
      terminal.progress(renderLoadProgress(state, run));
    },
  };
}
