import { messageOf } from '../errors.js';
import type { Detail } from '../history/history-entry.js';
import { StatementError } from '../migrations/statement-error.js';
import { InexactRollback, type JudgedRollback } from './rollback-finding.js';

/** Returns the reason why a step failed; for an inexact rollback, the objects, too. */
export function failureDetail(error: unknown): Detail {
  const traces = error instanceof InexactRollback ? { traces: traceDetail(error.rollback) } : {};
  return { error: errorDetail(error), ...traces };
}

/** Returns only the message: what the server adds (`DETAIL`) can hold values of rows. */
function errorDetail(error: unknown): NonNullable<Detail['error']> {
  if (error instanceof StatementError) return { message: error.reason, sqlState: error.sqlState ?? null };
  return { message: messageOf(error), sqlState: null };
}

/** Returns the objects that a rollback did not restore, without their definitions. */
export function traceDetail({ traces, changedSince }: JudgedRollback): NonNullable<Detail['traces']> {
  return [
    ...traces.map(({ kind, name, change }) => ({ object: `${kind} ${name}`, change })),
    ...changedSince.map(({ kind, name }) => ({ object: `${kind} ${name}`, change: 'changed since' })),
  ];
}

/** Returns the objects that others had added to what a rollback dropped. */
export function alongDetail({ goesAlong }: JudgedRollback): Pick<Detail, 'wentAlong'> {
  if (goesAlong.length === 0) return {};
  return { wentAlong: goesAlong.map(({ kind, name, text }) => `${kind} ${name}: ${text}`) };
}

/** Returns `null` where there are no details. */
export function joinDetails(...details: readonly Detail[]): Detail | null {
  const joined = details.reduce<Detail>((all, detail) => ({ ...all, ...detail }), {});
  return Object.keys(joined).length > 0 ? joined : null;
}
