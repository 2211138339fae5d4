import { nameMatcher } from '../catalog/model/object-pattern.js';
import type { AcceptSetting } from '../config/project-shape.js';
import {
  acceptsTrace,
  type MigrationProof,
  type ProjectAcceptance,
  type Trace,
  type Verdict,
} from './proof-report.js';

interface ParseOptions {
  /** Name of the file with the settings. */
  readonly source: string;
  /** `2027-03-31`, in UTC. */
  readonly today: string;
}

export function projectAcceptances(
  settings: readonly AcceptSetting[],
  { source, today }: ParseOptions,
): readonly ProjectAcceptance[] {
  return settings.map(({ verdict, object, reason, migration = '*', until }, index) => ({
    verdict,
    object,
    reason,
    migration,
    until,
    state: until !== undefined && until < today ? 'expired' : 'valid',
    source: `accept[${index}] of ${source}`,
  }));
}

/** Those that count for a migration. */
export function acceptancesFor(
  name: string,
  acceptances: readonly ProjectAcceptance[],
): readonly ProjectAcceptance[] {
  return acceptances.filter(({ migration }) => nameMatcher(migration)(name));
}

/** Whether it is about a finding, expired or not. */
export function concerns(
  acceptance: ProjectAcceptance,
  { verdict, traces }: { readonly verdict: Verdict; readonly traces: readonly Trace[] },
): boolean {
  if (acceptance.verdict !== verdict) return false;
  return acceptance.object === '*' || traces.some((trace) => acceptsTrace(acceptance, trace));
}

/** Those, expired or not, that are about no finding of any migration. */
export function unusedAcceptances(
  acceptances: readonly ProjectAcceptance[],
  proofs: readonly Pick<MigrationProof, 'name' | 'verdict' | 'traces'>[],
): readonly ProjectAcceptance[] {
  const isUsed = (one: ProjectAcceptance) =>
    proofs.some((proof) => nameMatcher(one.migration)(proof.name) && concerns(one, proof));
  return acceptances.filter((one) => !isUsed(one));
}
