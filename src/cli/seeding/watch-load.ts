import { performance } from 'node:perf_hooks';
import { renderLoadProgress } from '../../report/seed-load-progress.js';
import type { LoadObserver } from '../../seed/run-load.js';
import type { Terminal } from '../terminal.js';

/** Milliseconds between two lines: faster than that nobody reads. */
const interval = 100;

/** Shows how far the work is, on a terminal. */
export function watchLoad(terminal: Terminal): LoadObserver {
  const started = performance.now();
  let shown = started;
  let before: number | undefined;
  return {
    progress: (state) => {
      before ??= state.done;
      const now = performance.now();
      if (now - shown < interval) return;
      shown = now;
      terminal.progress(
        renderLoadProgress(state, { rows: state.done - before, milliseconds: now - started }),
      );
    },
  };
}
