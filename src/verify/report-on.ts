import { performance } from 'node:perf_hooks';
import { kindNames } from '../catalog/kinds/lists.js';
import type { Kind, Snapshot } from '../catalog/model/object.js';
import { notSeenIn, type UnreadableAttribute } from '../database-state/unreadable.js';
import { makeChecklist } from './checklist.js';
import type { Comparable } from '../compare/comparable.js';
import { compare } from './compare.js';
import type { IgnoreRule } from './ignore-rules.js';
import type { OtherProject } from './other-projects.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import type { ComparedWith, VerifyReport } from './verify-report.js';

export interface ReportOptions {
  readonly comparable: Comparable;
  readonly with: ComparedWith;
  readonly rules: readonly IgnoreRule[];
  readonly projects?: readonly OtherProject[];
  readonly notes: readonly string[];
  readonly unreadable: readonly UnreadableAttribute[];
  readonly notCompared: readonly string[];
  /** Start time as returned by `performance.now()`. */
  readonly started: number;
}

/** Compares, and builds the report. */
export function reportOn(live: DatabaseState, options: ReportOptions): VerifyReport {
  const { comparable, rules, projects = [], unreadable, started, notes, notCompared } = options;
  const { expected, actual, leftAlone } = comparable;
  const comparison = compare(comparable, { rules, projects, major: live.server.major });
  const { findings, repair, notRepaired, ignored, ofOthers, staleRules } = comparison;
  const isSame = findings.length === 0 && appliedAlike(options.with);
  return {
    verdict: isSame ? 'same' : 'different',
    label: live.label,
    server: live.server,
    role: live.role.name,
    with: options.with,
    checklist: makeChecklist(comparable, comparison),
    findings,
    repair,
    notRepaired,
    ignored,
    ofOthers,
    staleRules,
    objects: countKinds(expected, actual),
    notSeen: notSeenIn([expected, actual], unreadable),
    leftAlone,
    notCompared,
    notes,
    milliseconds: performance.now() - started,
  };
}

function appliedAlike(other: ComparedWith): boolean {
  return other.kind === 'migrations' || other.onlyHere.length + other.onlyThere.length === 0;
}

/** Counts the objects of both sides, each once, in the order of kinds. */
function countKinds(expected: Snapshot, actual: Snapshot): Partial<Record<Kind, number>> {
  const objects = new Map([...actual, ...expected]);
  const counts = new Map<Kind, number>();
  for (const { kind } of objects.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(
    kindNames().flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind)]] : [])),
  );
}
