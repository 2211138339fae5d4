import type { HalfDone, Standing } from '../../history/read-status.js';
import type { Ladder, Rung, RungState } from '../../migrations/migration-status.js';
import { count } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { renderTable } from '../text/table.js';

const labels: Readonly<Record<RungState, string>> = {
  applied: 'applied',
  pending: 'pending',
  'out-of-order': 'out of order',
  missing: 'missing file',
};

export function renderStatus(standing: Standing, paint: Paint): string {
  const { ladder, halfDone } = standing;
  if (ladder.length === 0) return 'no migrations';
  const rows = ladder.map((rung) => [rung.name, appliedAt(rung) ?? '', stateText(rung, standing)]);
  const [head = '', ...lines] = renderTable(['NAME', 'APPLIED AT', 'STATE'], rows);
  const coloured = lines.map((line, index) => colourOf(ladder[index], { standing, paint })(line));
  return [
    ...[paint.bold(head), ...coloured, ''],
    ...halfDone.flatMap((one) => [...renderHalfDone(one), '']),
    ...(standing.history === 'not readable' ? [paint.yellow(unread), ''] : []),
    summary(standing),
  ].join('\n');
}

function stateText({ name, state }: Rung, { edited, baseline, halfDone }: Standing): string {
  const half = halfDone.find((one) => one.name === name);
  return [
    labels[state],
    ...(baseline.includes(name) ? ['baseline'] : []),
    ...(edited.ups.includes(name) ? ['edited'] : []),
    ...(edited.downs.includes(name) ? ['down edited'] : []),
    ...(half ? [`${half.direction} ${half.how === 'running' ? 'running' : 'half done'}`] : []),
  ].join(', ');
}

interface Colouring {
  readonly standing: Standing;
  readonly paint: Paint;
}

function colourOf(rung: Rung | undefined, { standing, paint }: Colouring): (text: string) => string {
  if (!rung) return (text) => text;
  const bad =
    standing.edited.ups.includes(rung.name) || stopped(standing).some(({ name }) => name === rung.name);
  if (bad || rung.state === 'missing' || rung.state === 'out-of-order') return paint.red;
  return rung.state === 'pending' ? paint.yellow : (text) => text;
}

/** Steps that came to an end before their end. */
function stopped({ halfDone }: Pick<Standing, 'halfDone'>): readonly HalfDone[] {
  return halfDone.filter(({ how }) => how !== 'running');
}

const statementTexts = { completed: 'ran', started: 'began, and may have taken effect' } as const;

const unread = 'The role may not read the history: what was edited or broken off is not known.';

/** Which statements of a step without a transaction ran. */
function renderHalfDone({ name, direction, how, statements }: HalfDone): readonly string[] {
  const text = {
    failed: `failed half way; ${direction} --resume goes on`,
    'broken off': `was broken off half way; ${direction} --resume goes on`,
    running: 'is running',
  }[how];
  return [
    `the ${direction} of ${name} ${text}`,
    ...statements.map(
      ({ number, sql, state }) =>
        `  ${number + 1}. ${statementTexts[state]}: ${sql.trim().split('\n', 1)[0] ?? ''}`,
    ),
  ];
}

function summary({ ladder, edited, halfDone }: Standing): string {
  const broken = stopped({ halfDone });
  const number = (state: RungState) => ladder.filter((rung) => rung.state === state).length;
  const states: readonly RungState[] = ['pending', 'out-of-order', 'missing'];
  const others = states
    .filter((state) => number(state) > 0)
    .map((state) => `${number(state)} ${labels[state]}`);
  return [
    `${count(number('applied'), 'migration')} applied`,
    ...others,
    ...(edited.ups.length > 0 ? [`${edited.ups.length} edited`] : []),
    ...(broken.length > 0 ? [`${broken.length} half done`] : []),
  ].join(', ');
}

function appliedAt(rung: Rung): string | undefined {
  return 'appliedAt' in rung ? rung.appliedAt : undefined;
}

/** Whether `status` exits with a finding. */
export function hasStatusFinding({ ladder, edited, halfDone }: Standing): boolean {
  return edited.ups.length > 0 || stopped({ halfDone }).length > 0 || hasGap(ladder);
}

function hasGap(ladder: Ladder): boolean {
  return ladder.some(({ state }) => state === 'missing' || state === 'out-of-order');
}

/** What `status --json` prints: docs/json.md describes each field. */
export interface StatusResult {
  readonly format: 'roundtrip.status/1';
  /** Whether the role may read the history; without it `edited`, `baseline` and `halfDone` tell nothing. */
  readonly history: Standing['history'];
  readonly migrations: readonly MigrationStatus[];
}

export interface MigrationStatus {
  readonly name: string;
  readonly state: RungState;
  /** ISO 8601. */
  readonly appliedAt: string | null;
  /** Which half of the file is not what was applied; `up` where both are not. */
  readonly edited: 'up' | 'down' | null;
  readonly baseline: boolean;
  readonly halfDone: HalfDoneStatus | null;
}

/** A step without a transaction that did not come to its end. */
export interface HalfDoneStatus extends Pick<HalfDone, 'direction' | 'how'> {
  readonly statements: readonly Pick<HalfDone['statements'][number], 'sql' | 'state'>[];
}

/** The format of `status --json`. */
export function statusToJson({ ladder, edited, baseline, halfDone, history }: Standing): StatusResult {
  const migrations = ladder.map((rung) => ({
    name: rung.name,
    state: rung.state,
    appliedAt: appliedAt(rung) ?? null,
    edited: edited.ups.includes(rung.name)
      ? ('up' as const)
      : edited.downs.includes(rung.name)
        ? ('down' as const)
        : null,
    baseline: baseline.includes(rung.name),
    halfDone: halfDoneToJson(halfDone.find(({ name }) => name === rung.name)),
  }));
  return { format: 'roundtrip.status/1', history, migrations };
}

function halfDoneToJson(half: HalfDone | undefined): HalfDoneStatus | null {
  if (!half) return null;
  const { direction, how, statements } = half;
  return { direction, how, statements: statements.map(({ sql, state }) => ({ sql: sql.trim(), state })) };
}
