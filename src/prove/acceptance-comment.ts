import { isAccepted, namesOf, type MigrationProof, type Trace, type Verdict } from './proof-report.js';

/** What a comment says: `roundtrip: accept leaves-traces type public.mood: kept for the old clients`. */
export interface AcceptanceText {
  readonly verdict: string;
  readonly object: string;
  readonly reason: string;
}

/** A quoted name may hold what ends the object elsewhere. */
const pattern = /roundtrip:\s*accept\s+([a-z-]+)\s+((?:"(?:[^"]|"")*"|[^"])+?):\s+(\S.*?)\s*(?:\*\/)?\s*$/;

/** `undefined` for a line that accepts nothing. */
export function parseAcceptance(line: string): AcceptanceText | undefined {
  const match = pattern.exec(line);
  if (!match) return undefined;
  const [, verdict = '', object = '', reason = ''] = match;
  return { verdict, object, reason };
}

/** Objects that are accepted one by one; of more than these, all together. */
const mostObjects = 5;

/** With the first, what is found is an acceptance without a finding. */
const cannotBeAccepted: ReadonlySet<Verdict> = new Set(['reversible', 'not-run']);

/** Stands for the reason, which is the author's to give. */
const placeholder = 'REASON';

/**
 * Comments for the migration's file that accept all of a finding. None for an up that fails: what comes
 * after it cannot be proven.
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

/** As the report names it. */
function nameOf(trace: Trace): string {
  return namesOf(trace).at(-1) ?? '*';
}
