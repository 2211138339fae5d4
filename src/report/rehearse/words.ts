import type { LostData } from '../../rehearse/losses/losses.js';
import type {
  LoadReport,
  Measures,
  Phase,
  RehearsalReport,
  RehearsalVerdict,
  SchemaDifference,
} from '../../rehearse/rehearsal-report.js';
import type { RehearsalHead } from '../../rehearse/rehearse.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import { countOf } from '../text/plural.js';

export const verdictWords: Readonly<Record<RehearsalVerdict, string>> = {
  ready: 'ready',
  slow: 'slow',
  blocks: 'blocks',
  'loses-data': 'loses data',
  fails: 'fails',
};

export const phaseWords: Readonly<Record<Phase, string>> = {
  up: 'up',
  down: 'down',
  'up-again': 'up again',
};

/** `5,000,000` */
export function formatCount(rows: number): string {
  return rows.toLocaleString('en-US');
}

/** A statement on one line. */
export function oneLine(sql: string, most: number): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** `12.1 MB → 14.0 MB` */
export function sizeText({ bytesBefore, bytesAfter }: Measures): string {
  return bytesBefore === bytesAfter
    ? formatBytes(bytesAfter)
    : `${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`;
}

/** `public.users: 120 rows that were there before the up` */
export function lossText({ table, column, rows, written }: LostData): string {
  const what = column === null ? countOfRows(rows) : `the values of ${column} in ${countOfRows(rows)}`;
  const when = written === 'before' ? 'there before the up' : 'written after the up';
  return `${table}: ${what}, ${when}`;
}

export function countOfRows(rows: number): string {
  return rows === 1 ? '1 row' : `${formatCount(rows)} rows`;
}

const changes = { left: 'left behind', missing: 'missing', changed: 'changed' } as const;

export function differenceText({ kind, name, change }: SchemaDifference): string {
  return `${kind} ${name} is ${changes[change]}`;
}

/** `snapshot.dump, taken 2026-11-28 10:04:12, PostgreSQL 18.4, 1.2 GB` */
export function snapshotText({
  snapshot: { label, takenAt, server, bytes },
}: Pick<RehearsalReport, 'snapshot'>): string {
  const of = server === undefined ? '' : `, PostgreSQL ${server}`;
  return `${label}, taken ${takenAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}${of}, ${formatBytes(bytes)}`;
}

/** `PostgreSQL 18.4 (embedded), 3.4 GB, fsync on` */
export function copyText({ server, databaseBytes, settings }: RehearsalHead): string {
  const kind = server.kind === 'embedded' ? ' (embedded)' : '';
  return `PostgreSQL ${server.version}${kind}, ${formatBytes(databaseBytes)}, fsync ${settings.fsync ?? 'unknown'}`;
}

export function loadText({ origin, rate, connections, baseline, statements }: LoadReport): string {
  if (origin === 'none') return 'none';
  const which = countOf(statements.length, `${origin === 'file' ? 'given' : 'generated'} statement`);
  const before = baseline
    ? `; before the first migration p50 ${formatDuration(baseline.p50)}, p99 ${formatDuration(baseline.p99)}`
    : '';
  return `${which}, ${rate} a second on ${countOf(connections, 'connection')}${before}`;
}

export function budgetText({ budgets: { maxDuration, maxStall, maxLoss } }: RehearsalHead): string {
  const duration = maxDuration === undefined ? 'any duration' : `duration ${formatDuration(maxDuration)}`;
  return `${duration}, stall ${formatDuration(maxStall)}, loss ${countOfRows(maxLoss)}`;
}

/** `2 migrations: ready 1, blocks 1` */
export function summaryText({ migrations }: RehearsalReport): string {
  const counts = new Map<RehearsalVerdict, number>();
  for (const { verdict } of migrations) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, number]) => `${verdictWords[verdict]} ${number}`);
  return `${countOf(migrations.length, 'migration')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** Errors of the load, which show whether the application of today works with the new schema. */
export function loadErrors({ load, migrations }: RehearsalReport): readonly string[] {
  return load.statements.flatMap(({ name, load: latencies, firstError }) => {
    if (!firstError) return [];
    const during = migrations.findLast(({ up }) => up !== undefined && up.at <= firstError.at);
    const when = during ? `, first during ${during.name}` : '';
    return [
      `the load's "${name}" failed ${countOf(latencies?.errors ?? 0, 'time')}${when}: ${firstError.message}`,
    ];
  });
}
