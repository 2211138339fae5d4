import { kindNames } from '../catalog/kinds/lists.js';
import { parseObjectPattern } from '../catalog/model/object-pattern.js';
import { UsageError } from '../errors.js';
import type { RunGuards } from '../run/run-migrations.js';

/** Flags that disable a safety check. */
export interface GuardFlags {
  readonly history?: boolean;
  /** `KIND NAME`, or `*` for all. */
  readonly acceptTraces?: readonly string[];
  readonly strictRollback?: boolean;
  readonly allowEdited?: boolean;
  readonly allowMissing?: boolean;
  readonly allowBaseline?: boolean;
  readonly fromHistory?: boolean;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly lockRetries?: string;
}

/** @throws UsageError when --lock-retries is no number, or --accept-traces no object */
export function guardsOf(flags: GuardFlags): RunGuards {
  assertConsistent(flags);
  return {
    ...(flags.history === false ? { history: 'off' } : {}),
    ...(flags.acceptTraces ? { traces: parseAccepted(flags.acceptTraces) } : {}),
    ...(flags.strictRollback ? { added: 'refused' } : {}),
    ...(flags.allowEdited ? { edited: 'allowed' } : {}),
    ...(flags.allowMissing ? { missing: 'allowed' } : {}),
    ...(flags.allowBaseline ? { baseline: 'undone' } : {}),
    ...(flags.fromHistory ? { source: 'history' } : {}),
    ...(flags.resume ? { resume: 'on' } : flags.restart ? { resume: 'restart' } : {}),
    ...(flags.lockRetries === undefined ? {} : { lockRetries: parseRetries(flags.lockRetries) }),
  };
}

function assertConsistent({ history, resume, restart, fromHistory }: GuardFlags): void {
  if (resume && restart) {
    throw new UsageError('--resume and --restart exclude each other', {
      remedy: 'Give only one of them.',
    });
  }
  if (history !== false || !(resume ?? fromHistory)) return;
  throw new UsageError(`--no-history and ${resume ? '--resume' : '--from-history'} exclude each other`, {
    remedy: 'Give only one of them.',
  });
}

function parseAccepted(texts: readonly string[]): NonNullable<RunGuards['traces']> {
  if (texts.includes('*')) return 'accepted';
  return texts.map((text) => {
    const pattern = parseObjectPattern(text);
    if (pattern) return pattern;
    throw new UsageError(`--accept-traces "${text}" is not a kind of object and a name`, {
      remedy: `For example --accept-traces "table public.orders"; * matches anything. Kinds: ${kindNames().join(', ')}.`,
    });
  });
}

function parseRetries(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(`--lock-retries ${text} is not a valid number of retries`, {
    remedy: 'For example --lock-retries 5, or 0 to try once only.',
  });
}
