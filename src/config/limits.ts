import { UsageError } from '../errors.js';
import type { Mistakes } from './mistakes.js';

export interface Limits {
  /** Seconds to wait for another run of migrations to end. */
  readonly lockWait: number;
  /** Milliseconds that a statement waits for a lock; 0 waits for ever. */
  readonly lockTimeout: number;
  /** Milliseconds that a statement may run; 0 is unlimited. */
  readonly statementTimeout: number;
  /** Milliseconds that a transaction of a run may wait for its next statement; 0 waits for ever. */
  readonly idleInTransactionTimeout: number;
}

/** The limits of single statements, for a session that is not one of a run. */
export function statementLimits({
  lockTimeout,
  statementTimeout,
}: Limits): Pick<Limits, 'lockTimeout' | 'statementTimeout'> {
  return { lockTimeout, statementTimeout };
}

export interface LimitFlags {
  readonly lockWait?: string | undefined;
  readonly lockTimeout?: string | undefined;
  readonly statementTimeout?: string | undefined;
  readonly idleInTransactionTimeout?: string | undefined;
}

/** While a statement waits for a lock every reader queues up behind it; runs try again after a pause. */
const defaultLockTimeout = '2s';

/**
 * If the client machine is lost, the server holds the locks of the run until this timeout. Migrations rarely
 * pause longer between two statements.
 */
const defaultIdleInTransactionTimeout = '1min';

/**
 * Collects a mistake for each invalid flag. A flag takes precedence over `options` of the connection URL (`-c
 * statement_timeout=5min`), and these over the default.
 */
export function readLimits(flags: LimitFlags, mistakes: Mistakes, options = ''): Limits {
  const duration = (given: string | undefined, flag: string, otherwise: string): number =>
    mistakes.collect(() => parseDuration(given ?? otherwise, `--${flag}`)) ?? 0;
  const inOptions = (name: string, otherwise: string) => settingIn(options, name) ?? otherwise;
  return {
    lockWait: mistakes.collect(() => parseSeconds(flags.lockWait ?? '0', '--lock-wait')) ?? 0,
    lockTimeout: duration(flags.lockTimeout, 'lock-timeout', inOptions('lock_timeout', defaultLockTimeout)),
    statementTimeout: duration(
      flags.statementTimeout,
      'statement-timeout',
      inOptions('statement_timeout', '0'),
    ),
    idleInTransactionTimeout: duration(
      flags.idleInTransactionTimeout,
      'idle-in-transaction-timeout',
      inOptions('idle_in_transaction_session_timeout', defaultIdleInTransactionTimeout),
    ),
  };
}

/** The last one counts, as on the command line of a server (manual, 20.1.4). */
function settingIn(options: string, name: string): string | undefined {
  const found = [...options.matchAll(/(?:^|\s)(?:-c\s*|--)([\w-]+)=(\S+)/g)];
  return found.findLast(([, one = '']) => one.replaceAll('-', '_') === name)?.[2];
}

function parseSeconds(text: string, flag: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && Number.isFinite(seconds)) return seconds;
  throw new UsageError(`${flag} ${text} is not a valid number of seconds`, {
    remedy: `For example ${flag} 30.`,
  });
}

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** @throws UsageError when the text is not an age: a whole number and a unit */
export function parseAge(text: string, flag: string): number {
  const match = /^(\d+)\s*(min|h|d|w)$/.exec(text.trim());
  const [, number = '', unit = ''] = match ?? [];
  if (match) return Number(number) * (unit === 'w' ? 7 * 86_400_000 : (milliseconds[unit] ?? 1));
  throw new UsageError(`${flag} ${text} is not a valid age`, {
    remedy: `For example ${flag} 30d, ${flag} 12h or ${flag} 4w.`,
  });
}

/** A duration as PostgreSQL writes it: `500ms`, `10s`, `5min`; a bare number is milliseconds. */
export function parseDuration(text: string, flag: string): number {
  const match = /^(\d+)\s*(ms|s|min|h|d)?$/.exec(text.trim());
  if (match) return Number(match[1]) * (milliseconds[match[2] ?? 'ms'] ?? 1);
  throw new UsageError(`${flag} ${text} is not a valid duration`, {
    remedy: `For example ${flag} 500ms, ${flag} 10s, ${flag} 5min, or 0 for no limit.`,
  });
}
