import type { Direction } from '../../migrations/migration.js';
import { lockModes, type LockMode } from '../../database/lock-modes.js';
import type { LostValues, PlannedLoss, PlannedObject, RunPlan } from '../../run-plan/run-plan.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { renderPlannedSteps } from '../run/run-report.js';
import { renderTable } from '../text/table.js';

/** Renders the plan of a run, without a final newline. */
export function renderRunPlan(plan: RunPlan, paint: Paint): string {
  return [
    renderPlannedSteps(plan.migrations, paint),
    ...objectLines(plan, paint),
    ...lossLines(plan, paint),
    ...keepLines(plan, paint),
    ...rowChangeLines(plan, paint),
    ...effectLines(plan, paint),
    ...sessionLines(plan, paint),
  ].join('\n');
}

/** Renders what a run does to tables that exist, without a final newline; empty where it locks none of them. */
export function renderPlannedEffects(plan: RunPlan, paint: Paint): string {
  const lines = effectLines(plan, paint);
  return [...lines, ...(lines.length > 0 ? sessionLines(plan, paint) : [])].slice(1).join('\n');
}

function effectLines(plan: RunPlan, paint: Paint): readonly string[] {
  return [...lockLines(plan, paint), ...rewriteLines(plan, paint), ...scanLines(plan, paint)];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return ['', paint.bold(title), ...lines.map((line) => `  ${line}`)];
}

const changeTitles = {
  up: { goes: 'dropped', changes: 'altered', comes: 'created' },
  down: { goes: 'dropped', changes: 'altered', comes: 're-created' },
} as const;

function objectLines({ objects, migrations: [first] }: RunPlan, paint: Paint): readonly string[] {
  const titles = changeTitles[first?.direction ?? 'down'];
  return (['goes', 'changes', 'comes'] as const).flatMap((change) => {
    const lines = objects
      .filter((object) => object.change === change && object.with === null)
      .map((object) => `${object.kind} ${object.name}${companions(object, objects)}`);
    return lines.length > 0 ? section(titles[change], lines, paint) : [];
  });
}

/** ` with 3 columns, 1 index` */
function companions({ kind, name, change }: PlannedObject, objects: readonly PlannedObject[]): string {
  const counts = new Map<string, number>();
  let keys = new Set([`${kind} ${name}`]);
  while (keys.size > 0) {
    const next = new Set<string>();
    for (const object of objects) {
      if (object.change !== change || object.with === null || !keys.has(object.with)) continue;
      counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
      next.add(`${object.kind} ${object.name}`);
    }
    keys = next;
  }
  const printed = [...counts].map(([one, number]) => countOf(number, one));
  return printed.length > 0 ? ` with ${printed.join(', ')}` : '';
}

function lossLines({ losses }: RunPlan, paint: Paint): readonly string[] {
  const tables = losses.filter(({ what }) => what !== 'sequence');
  if (tables.length === 0) return section('destroyed', ['no rows or values'], paint);
  const rows = tables.flatMap(lossRows);
  const hidden = tables.some(({ uncounted }) => uncounted === 'row security');
  const lines = [
    ...renderTable(['TABLE', 'ROWS', 'COLUMN', 'VALUES', ''], rows),
    ...(hidden
      ? [
          'hidden: not counted, because row security applies to this role; connect as a role with BYPASSRLS to count',
        ]
      : []),
  ];
  return section('destroyed', lines, paint);
}

function keepLines({ keep }: RunPlan, paint: Paint): readonly string[] {
  if (!keep || keep.tables.length === 0) return [];
  const rows = keep.tables.map(({ schema, name, what, columns, how, bytes, seconds }) => [
    `${schema}.${name}`,
    what === 'columns' ? columns.join(', ') : what === 'rows' ? 'changed rows' : 'all rows',
    how,
    formatBytes(bytes),
    how === 'moved' ? 'no time' : formatDuration(seconds * 1000),
  ]);
  const total = `copied: about ${formatBytes(keep.copiedBytes)}, while writers wait about ${formatDuration(keep.seconds * 1000)}`;
  const excess = `more than --keep-limit (${formatBytes(keep.limit)}), so the run would be refused: --keep-limit ${Math.ceil(keep.copiedBytes / 2 ** 20)}MB allows it`;
  const lines = [...renderTable(['TABLE', 'DATA', 'HOW', 'SIZE', 'LOCKED FOR'], rows), total];
  return section('kept by --keep', keep.exceeds ? [...lines, paint.yellow(excess)] : lines, paint);
}

const uncountedTexts = { locked: 'locked', 'row security': 'hidden' } as const;

function lossRows({
  schema,
  name,
  what,
  rows,
  uncounted,
  columns,
}: PlannedLoss): readonly (readonly string[])[] {
  const table = `${schema}.${name}`;
  const missing = uncounted === null ? '' : uncountedTexts[uncounted];
  const total = rows === null ? missing : `${rows}`;
  if (what === 'rows') return [[table, total, '', '', 'some rows are deleted or updated']];
  const own = what === 'table' ? [[table, total, '', '', '']] : [];
  const values = columns.map((column) => [
    ...[
      what === 'table' ? '' : table,
      '',
      column.name,
      column.values === null ? missing : `${column.values}`,
    ],
    becomes(column),
  ]);
  return [...own, ...values];
}

function becomes({ type, newType }: LostValues): string {
  if (newType === null) return '';
  return newType === type ? 'rewritten' : `converted to ${newType}`;
}

function rowChangeLines({ rowChanges }: RunPlan, paint: Paint): readonly string[] {
  if (rowChanges.length === 0) return [];
  const lines = rowChanges.map(({ migration, statement }) => `${migration}: ${firstLine(statement)}`);
  return section('updates or deletes rows that exist when it runs', lines, paint);
}

function firstLine(statement: string): string {
  const [line = '', ...more] = statement.split('\n');
  return more.length > 0 ? `${line} …` : line;
}

function lockLines({ locks, migrations }: RunPlan, paint: Paint): readonly string[] {
  const rows = locks.map(({ schema, name, mode, migration }) => [
    ...[`${schema}.${name}`, mode, stops(mode), migration],
  ]);
  const alone = migrations.filter(({ transaction }) => transaction === 'none').map(({ name }) => name);
  const notes = alone.map(
    (name) => `${name} runs without a transaction, so each of its locks ends with its statement`,
  );
  const lines = [
    ...(rows.length > 0 ? renderTable(['TABLE', 'LOCK', 'BLOCKS', 'FIRST TAKEN BY'], rows) : []),
    ...notes,
  ];
  return lines.length > 0 ? section('strongest locks', lines, paint) : [];
}

function rewriteLines({ rewrites }: RunPlan, paint: Paint): readonly string[] {
  const lines = rewrites.map(({ schema, name }) => `${schema}.${name}`);
  return lines.length > 0 ? section('rewritten whole, while nobody can read or write', lines, paint) : [];
}

function scanLines({ scans, rewrites }: RunPlan, paint: Paint): readonly string[] {
  const rewritten = new Set(rewrites.map(({ schema, name }) => `${schema}.${name}`));
  const lines = scans.map(({ schema, name }) => `${schema}.${name}`).filter((name) => !rewritten.has(name));
  return lines.length > 0 ? section('read whole', lines, paint) : [];
}

/** Plain queries take ACCESS SHARE, writes ROW EXCLUSIVE (manual, 13.3.1). */
function stops(mode: LockMode): string {
  const strength = lockModes.indexOf(mode);
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  return strength >= lockModes.indexOf('SHARE') ? 'writes' : 'neither';
}

function sessionLines({ sessions }: RunPlan, paint: Paint): readonly string[] {
  if (sessions.length === 0) return section('other sessions on these tables', ['none'], paint);
  const rows = sessions.map(({ pid, application, role, state, querySeconds, ...lock }) => [
    ...[`${pid}`, application, role ?? '', state ?? 'not visible'],
    querySeconds === null ? '' : formatDuration(querySeconds * 1000),
    `${lock.granted ? '' : 'waits for '}${lock.mode} on ${lock.schema}.${lock.name}${lock.conflicts ? ', conflicts' : ''}`,
  ]);
  const head = ['PID', 'APPLICATION', 'ROLE', 'STATE', 'QUERY TIME', 'LOCK'];
  return section('other sessions on these tables', renderTable(head, rows), paint);
}

const formats = { up: 'roundtrip.up-plan/1', down: 'roundtrip.rollback-plan/1' } as const;

/** The format of `up --plan --json`, or of `down --plan --json`. */
export function runPlanToJson(plan: RunPlan, direction: Direction): object {
  return { format: formats[direction], ...plan };
}
