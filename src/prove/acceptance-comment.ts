import { parseDirective } from '../migrations/directive-comment.js';
import { isAccepted, namesOf, type MigrationProof, type Trace, type Verdict } from './proof-report.js';

/** The parts of a comment such as `roundtrip: accept leaves-traces type public.mood: kept for the old clients`. */
export interface AcceptanceText {
  readonly verdict: string;
  readonly object: string;
  readonly reason: string;
}

/** Returns `undefined` for a line that accepts nothing. */
export function parseAcceptance(line: string): AcceptanceText | undefined {
  const directive = parseDirective(line);
  if (directive?.verb !== 'accept' || directive.object === undefined) return undefined;
  const { subject: verdict, object, reason } = directive;
  return { verdict, object, reason };
}

/** Up to this number objects are accepted one by one; more of them are accepted together with `*`. */
const mostObjects = 5;

/** Verdicts for which a finding can only be an unused acceptance. */
const cannotBeAccepted: ReadonlySet<Verdict> = new Set(['reversible', 'not-run']);

/** Placeholder for the reason, which the author has to give. */
const placeholder = 'REASON';

/**
 * Returns comments for the migration's file that accept its whole finding. There are none for an up that fails,
 * since later migrations cannot be proven without it.
 */
export function acceptanceComments(proof: MigrationProof): readonly string[] {
  const { verdict, traces, error, place } = proof;
  if (error?.phase === 'up' || cannotBeAccepted.has(verdict) || isAccepted(proof)) return [];
  const named = [...new Set(traces.map(nameOf))];
  const objects = named.length > 0 && named.length <= mostObjects ? named : ['*'];
  const mark = place.path.endsWith('.sql') ? '--' : '//';
  const write = (object: string) => `${mark} roundtrip: accept ${verdict} ${object}: ${placeholder}`;
  const isReadBack = objects.every((object) => parseAcceptance(write(object))?.object === object);
  return isReadBack ? objects.map(write) : [write('*')];
}

/** The name that the report uses. */
/** Printed in place of the comments for an up that fails. */
export const upCannotBeAccepted =
  'An up that fails cannot be accepted, since no migration after it can be proven: fix it.';

function nameOf(trace: Trace): string {
  return namesOf(trace).at(-1) ?? '*';
}
