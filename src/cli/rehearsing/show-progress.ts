import { performance } from 'node:perf_hooks';
import type { RehearsalProgress } from '../../rehearse/rehearse.js';
import { renderRehearsalProgress } from '../../report/rehearse/progress.js';
import type { Terminal } from '../terminal.js';

export interface ProgressDisplay {
  readonly show: (progress: RehearsalProgress) => void;
  readonly stop: () => void;
}

/** Milliseconds between two lines. */
const interval = 200;

/** Shows on a terminal what is being done, and for how long, also while nothing is reported. */
export function showProgress(terminal: Terminal): ProgressDisplay {
  let current: { readonly progress: RehearsalProgress; readonly since: number } | undefined;
  const print = () => {
    if (!current) return;
    terminal.progress(renderRehearsalProgress(current.progress, performance.now() - current.since));
  };
  const timer = setInterval(print, interval);
  return {
    show: (progress) => {
      const isSame = current?.progress.doing === progress.doing && progress.doing === 'loading';
      current = { progress, since: isSame && current ? current.since : performance.now() };
      if (!isSame) print();
    },
    stop: () => {
      clearInterval(timer);
      terminal.clearProgress();
    },
  };
}
