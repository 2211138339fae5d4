import type { Ladder, Rung, RungState } from '../migrations/ladder.js';
import { count } from './format-number.js';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

const labels: Readonly<Record<RungState, string>> = {
  applied: 'applied',
  pending: 'pending',
  'out-of-order': 'out of order',
  missing: 'missing file',
};

export function renderStatus(ladder: Ladder, paint: Paint): string {
  if (ladder.length === 0) return 'no migrations';
  const rows = ladder.map((rung) => [rung.name, appliedAt(rung) ?? '', labels[rung.state]]);
  const [head = '', ...lines] = renderTable(['NAME', 'APPLIED AT', 'STATE'], rows);
  const coloured = lines.map((line, index) => colourOf(ladder[index]?.state, paint)(line));
  return [paint.bold(head), ...coloured, '', summary(ladder)].join('\n');
}

function colourOf(state: RungState | undefined, paint: Paint): (text: string) => string {
  if (state === 'pending') return paint.yellow;
  return state === 'missing' || state === 'out-of-order' ? paint.red : (text) => text;
}

function summary(ladder: Ladder): string {
  const number = (state: RungState) => ladder.filter((rung) => rung.state === state).length;
  const states: readonly RungState[] = ['pending', 'out-of-order', 'missing'];
  const others = states
    .filter((state) => number(state) > 0)
    .map((state) => `${number(state)} ${labels[state]}`);
  return [`${count(number('applied'), 'migration')} applied`, ...others].join(', ');
}

function appliedAt(rung: Rung): string | undefined {
  return 'appliedAt' in rung ? rung.appliedAt : undefined;
}

/** The format of `status --json`. */
export function statusToJson(ladder: Ladder): object {
  const migrations = ladder.map((rung) => ({
    name: rung.name,
    state: rung.state,
    appliedAt: appliedAt(rung) ?? null,
  }));
  return { format: 'roundtrip.status/1', migrations };
}
