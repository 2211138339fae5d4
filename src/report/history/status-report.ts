import type { InterruptedMigration, DatabaseStatus } from '../../history/read-status.js';
import type { MigrationChain, ChainEntry, EntryState } from '../../migrations/migration-chain.js';
import { textOf } from '../../migrations/squashed-migrations.js';
import { bytesOf, type KeptEntry } from '../../keep/kept-entry.js';
import { countOf } from '../text/plural.js';
import type { Paint } from '../text/paint.js';
import { renderTable } from '../text/table.js';

const labels: Readonly<Record<EntryState, string>> = {
  applied: 'applied',
  pending: 'pending',
  'out-of-order': 'out of order',
  missing: 'missing file',
};

export function renderStatus(status: DatabaseStatus, paint: Paint): string {
  const { chain, halfDone } = status;
  if (chain.length === 0) return 'no migrations';
  const rows = chain.map((entry) => [entry.name, appliedAt(entry) ?? '', stateText(entry, status)]);
  const [head = '', ...lines] = renderTable(['NAME', 'APPLIED AT', 'STATE'], rows);
  const coloured = lines.map((line, index) => colourOf(chain[index], { status, paint })(line));
  return [
    ...[paint.bold(head), ...coloured, ''],
    ...halfDone.flatMap((one) => [...renderHalfDone(one), '']),
    ...status.partly.flatMap((one) => [paint.red(textOf(one)), '']),
    ...(status.history === 'not readable' ? [paint.yellow(unread), ''] : []),
    summary(status),
  ].join('\n');
}

/** `applied, edited`: the state of a migration with its remarks. */
export function stateText(
  { name, state }: ChainEntry,
  { edited, baseline, halfDone, adoptions }: DatabaseStatus,
): string {
  const half = halfDone.find((one) => one.name === name);
  return [
    labels[state],
    ...(baseline.includes(name) ? ['baseline'] : []),
    ...(adoptions.some(({ squash }) => squash.name === name)
      ? ['in place of the migrations that it replaces']
      : []),
    ...(edited.ups.includes(name) ? ['edited'] : []),
    ...(edited.downs.includes(name) ? ['down edited'] : []),
    ...(half ? [`${half.direction} ${half.how === 'running' ? 'running' : 'interrupted'}`] : []),
  ].join(', ');
}

interface Colouring {
  readonly status: DatabaseStatus;
  readonly paint: Paint;
}

function colourOf(entry: ChainEntry | undefined, { status, paint }: Colouring): (text: string) => string {
  if (!entry) return (text) => text;
  const bad =
    status.edited.ups.includes(entry.name) || stopped(status).some(({ name }) => name === entry.name);
  if (bad || entry.state === 'missing' || entry.state === 'out-of-order') return paint.red;
  return entry.state === 'pending' ? paint.yellow : (text) => text;
}

/** Interrupted steps that are not running any more. */
function stopped({ halfDone }: Pick<DatabaseStatus, 'halfDone'>): readonly InterruptedMigration[] {
  return halfDone.filter(({ how }) => how !== 'running');
}

const statementTexts = { completed: 'ran', started: 'started, may have taken effect' } as const;

const unread =
  'The role has no privilege to read the history; edited and interrupted migrations are not shown.';

/** Renders the statements of an interrupted step. */
function renderHalfDone({ name, direction, how, statements }: InterruptedMigration): readonly string[] {
  const text = {
    failed: `failed half way; continue with ${direction} --resume`,
    'broken off': `was interrupted; continue with ${direction} --resume`,
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

function summary({ chain, edited, halfDone }: DatabaseStatus): string {
  const broken = stopped({ halfDone });
  const number = (state: EntryState) => chain.filter((entry) => entry.state === state).length;
  const states: readonly EntryState[] = ['pending', 'out-of-order', 'missing'];
  const others = states
    .filter((state) => number(state) > 0)
    .map((state) => `${number(state)} ${labels[state]}`);
  return [
    `${countOf(number('applied'), 'migration')} applied`,
    ...others,
    ...(edited.ups.length > 0 ? [`${edited.ups.length} edited`] : []),
    ...(broken.length > 0 ? [`${broken.length} interrupted`] : []),
  ].join(', ');
}

function appliedAt(entry: ChainEntry): string | undefined {
  return 'appliedAt' in entry ? entry.appliedAt : undefined;
}

/** Whether `status` exits with a finding. */
export function hasStatusFinding({ chain, edited, halfDone }: DatabaseStatus): boolean {
  return edited.ups.length > 0 || stopped({ halfDone }).length > 0 || hasGap(chain);
}

function hasGap(chain: MigrationChain): boolean {
  return chain.some(({ state }) => state === 'missing' || state === 'out-of-order');
}

/** Output of `status --json`; docs/json.md describes each field. */
export interface StatusResult {
  readonly format: 'roundtrip.status/1';
  /** Whether the role may read the history; otherwise `edited`, `baseline` and `halfDone` are empty. */
  readonly history: DatabaseStatus['history'];
  readonly migrations: readonly MigrationStatus[];
  /** What --keep has kept: the number of steps, and the size. */
  readonly kept: { readonly entries: number; readonly bytes: number };
}

export interface MigrationStatus {
  readonly name: string;
  readonly state: EntryState;
  /** ISO 8601. */
  readonly appliedAt: string | null;
  /** The half of the file that was edited; `up` if both were. */
  readonly edited: 'up' | 'down' | null;
  readonly baseline: boolean;
  readonly halfDone: HalfDoneStatus | null;
}

/** A non-transactional step that did not finish. */
export interface HalfDoneStatus extends Pick<InterruptedMigration, 'direction' | 'how'> {
  readonly statements: readonly Pick<InterruptedMigration['statements'][number], 'sql' | 'state'>[];
}

/** The format of `status --json`. */
export function statusToJson(
  { chain, edited, baseline, halfDone, history }: DatabaseStatus,
  kept: readonly KeptEntry[],
): StatusResult {
  const migrations = chain.map((entry) => ({
    name: entry.name,
    state: entry.state,
    appliedAt: appliedAt(entry) ?? null,
    edited: edited.ups.includes(entry.name)
      ? ('up' as const)
      : edited.downs.includes(entry.name)
        ? ('down' as const)
        : null,
    baseline: baseline.includes(entry.name),
    halfDone: halfDoneToJson(halfDone.find(({ name }) => name === entry.name)),
  }));
  const bytes = kept.reduce((sum, entry) => sum + bytesOf(entry), 0);
  return { format: 'roundtrip.status/1', history, migrations, kept: { entries: kept.length, bytes } };
}

function halfDoneToJson(half: InterruptedMigration | undefined): HalfDoneStatus | null {
  if (!half) return null;
  const { direction, how, statements } = half;
  return { direction, how, statements: statements.map(({ sql, state }) => ({ sql: sql.trim(), state })) };
}
